"""Who gets what at every address: the table of permissions.

A row: names of addresses (`*` stands for anything, the longest name that fits counts), then for GET and for POST the
status for an object that is public, private, never written, deleted. A cell holds one status for all, or four: nobody
(signed out), Ben (signed in, no role), Eda (an editor), Ada (an admin). `=` repeats the cell before it, and so does
every cell that is left out: a page about no object has one answer.

For nobody and Ben what is private or deleted answers as what was never written; a test compares whole answers.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase

STATES = ("public", "private", "missing", "deleted")
CAST = ("nobody", "ben", "eda", "ada")

ROWS = """
home                                                       | 200                                        | 405
concept_list essay_list                                    | 200                                        | 405
concept_new essay_new                                      | 403/403/200/200                            | 403/403/422/422
concept_document essay_document                            | 200              404/404/200/200 404       | 405
concept_detail essay_detail                                | 200              404/404/200/200 404       | 405
concept_edit essay_edit                                    | 403/403/200/200  404/404/200/200 404       | 403/403/303/303  403/404/303/303 403/404/404/404
concept_card essay_card                                    | 200              404/404/200/200 404       | 405
concept_links essay_links                                  | 200              404/404/200/200 404       | 405
concept_graph essay_graph                                  | 200              404/404/200/200 404       | 405
concept_mentions essay_mentions                            | 403/403/200/200  404/404/200/200 404       | 403/403/404/404  404
concept_history essay_history                              | 200              404/404/200/200 404       | 405
concept_revision essay_revision                            | 200              404/404/200/200 404       | 405
concept_revision_document essay_revision_document          | 200              404/404/200/200 404       | 405
concept_undo essay_undo                                    | 403/403/200/200  404/404/200/200 404       | 403/403/303/303  404/404/303/303 404
concept_diff essay_diff                                    | 200              404/404/200/200 404       | 405
concept_restore essay_restore                              | 403/403/200/200  404/404/200/200 404       | 403/403/303/303  404/404/303/303 404
concept_visibility essay_visibility                        | 403/403/200/200  404/404/200/200 404       | 403/403/422/422  404/404/422/422 404
concept_visibility_undo essay_visibility_undo              | 405                                        | 403/403/403/404  404/404/403/404 404
moderation                                                 | 403/403/403/200                            | 405
moderation_request                                         | 403/403/403/200  = 403/403/403/404         | 403/403/403/422  = 403/403/403/404
notices                                                    | 403/200/200/200                            | 403/303/303/303
concept_suppress essay_suppress                            | 403/403/403/200  404/404/403/200 404       | 403/403/403/303  404/404/403/303 404
concept_protection essay_protection                        | 403/403/403/200  404/404/403/200 404       | 403/403/403/422  404/404/403/422 404
concept_rename essay_rename                                | 403/403/200/200  404/404/200/200 404       | 403/403/303/303  404/404/303/303 404
concept_merge                                              | 403/403/200/200  404/404/200/200 404       | 403/403/422/422  404/404/422/422 404
concept_unmerge                                            | 405                                        | 403/403/303/303  404/404/303/303 404
concept_delete essay_delete                                | 403/403/200/200  404/404/200/200 404       | 403/403/303/303  404/404/303/303 404 404/404/303/303
bin                                                        | 403/403/200/200                            | 405
bin_restore                                                | 403/403/404/404  = = 403/403/200/200       | 403/403/303/303  = 403/403/404/404 403/403/303/303
bin_purge                                                  | 403/403/403/404  = = 403/403/403/200       | 403/403/403/303  = 403/403/403/404 403/403/403/303
tag_list                                                   | 200                                        | 405
tag_detail                                                 | 200              404/404/200/200 404       | 405
tag_manage                                                 | 403/403/200/200  404/404/200/200 404       | 403/403/303/303  404/404/303/303 404
changes                                                    | 200                                        | 405
changes_seen                                               | 405                                        | 403/422/422/422
changes_feed essays_feed                                   | 200                                        | 405
tag_feed                                                   | 200              404/404/200/200 404       | 405
concept_feed essay_feed                                    | 200              404/404/200/200 404       | 405
citation_list                                              | 200                                        | 405
citation_detail                                            | 200              404/404/200/200 404       | 405
wanted                                                     | 200                                        | 405
wanted_lead                                                | 403/403/200/200                            | 403/403/422/422
orphans                                                    | 200                                        | 405
random                                                     | 302                                        | 405
health                                                     | 403/403/200/200                            | 405
health_related health_alias                                | 405                                        | 403/403/404/404
drafts                                                     | 403/403/200/200                            | 405
graph graph_data                                           | 200                                        | 405
help                                                       | 200                                        | 405
search search_suggest                                      | 200                                        | 405
complete                                                   | 403/403/200/200                            | 405
sitemap robots opensearch llms                             | 200                                        | 405
healthz readyz                                             | 200                                        | 405
metrics                                                    | 404                                        | 405
sitemap_part                                               | 404                                        | 405
about                                                      | 200                                        | 405
site_settings                                              | 403/403/403/200                            | 403/403/403/303
people                                                     | 403/403/403/200                            | 403/403/403/422
audit                                                      | 403/403/403/200                            | 405
audit_csv                                                  | 405                                        | 403/403/403/200
person                                                     | 200              404/404/200/200 404 404/404/404/200 | 405
person_manage                                              | 403/403/403/200  = 403/403/403/404 403/403/403/200 | 403/403/403/422  = 403/403/403/404 403/403/403/422
admin:accounts_*_changelist                                | 302/302/403/200                            | 302/302/403/200
admin:accounts_*_add admin:accounts_*_delete               | 302/302/403/403                            | 302/302/403/403
admin:accounts_*_change                                    | 302/302/403/302                            | 302/302/403/403
admin:accounts_*_history                                   | 302/302/403/302                            | 302/302/403/302
account_login                                              | 200/302/302/302                            | 422/303/303/303
account_logout                                             | 302/200/200/200                            | 303
account_signup                                             | 403/302/302/302                            | 403/303/303/303
account_inactive                                           | 200                                        | 405
first_admin                                                | 404                                        | 404
account_waiting                                            | 200                                        | 200
account_reauthenticate                                     | 302/200/200/200                            | 303/422/422/422
account_invitation                                         | 404                                        | 404
account_profile                                            | 302/200/200/200                            | 303
account_email                                              | 302/200/200/200                            | 303/302/302/302
account_email_verification_sent                            | 200                                        | 405
account_confirm_email                                      | 200                                        | 404
account_change_password                                    | 302/200/200/200                            | 303/422/422/422
account_set_password                                       | 302                                        | 303
account_reset_password                                     | 200                                        | 422
account_reset_password_done account_reset_password_from_key_done | 200                                        | 405
account_reset_password_from_key                            | 404                                        | 404
mfa_index                                                  | 302/200/200/200                            | 303/405/405/405
mfa_authenticate mfa_reauthenticate mfa_reauthenticate_webauthn | 302                                        | 303
mfa_activate_totp mfa_generate_recovery_codes mfa_add_webauthn mfa_remove_webauthn | 302                                        | 302
mfa_deactivate_totp mfa_download_recovery_codes            | 302/404/404/404                            | 303/404/404/404
mfa_view_recovery_codes                                    | 302/404/404/404                            | 303/405/405/405
usersessions_list                                          | 302/200/200/200                            | 303
openid_connect_login                                       | 302                                        | 404
openid_connect_callback                                    | 404                                        | 404
socialaccount_connections                                  | 302/200/200/200                            | 303/422/422/422
socialaccount_signup                                       | 302                                        | 303
socialaccount_login_cancelled                              | 200                                        | 405
admin:index admin:app_list                                 | 302/302/200/200                            | 302/302/200/200
admin:login                                                | 302                                        | 302
admin:logout                                               | 302/302/405/405                            | 302/302/200/200
admin:password_change                                      | 302                                        | 302
admin:password_change_done                                 | 302/302/200/200                            | 302/302/405/405
admin:autocomplete                                         | 302/302/403/403                            | 302/302/405/405
admin:jsi18n                                               | 302/302/200/200                            | 302/302/405/405
admin:wiki_*_changelist                                    | 302/302/200/200                            | 302/302/200/200
admin:wiki_*_add                                           | 302/302/403/403                            | 302/302/403/403
admin:wiki_*_delete                                        | 302/302/403/403                            | 302/302/403/403
admin:wiki_*_change                                        | 302/302/200/200  = 302                     | 302/302/403/403
admin:wiki_*_history                                       | 302/302/200/200  = 302                     | 302/302/200/200  = 302
admin:wiki_act_change admin:wiki_publicationrequest_change | 302/302/200/200  = 302 302/302/200/200     | 302/302/403/403
admin:wiki_act_history admin:wiki_publicationrequest_history | 302/302/200/200  = 302 302/302/200/200     | 302/302/200/200  = 302 302/302/200/200
admin:wiki_*_recoverlist admin:wiki_*_recover              | 302                                        | 302
admin:wiki_concept_history admin:wiki_essay_history        | 302              = 302/302/404/404         | 302              = 302/302/404/404
admin:wiki_*_revision                                      | 302              = 302/302/404/404         | 302              = 302/302/404/404
"""  # noqa: E501


@dataclass(frozen=True)
class Row:
    """`names` with stars; `get` and `post`: {state: {person: status}}."""

    names: tuple
    get: dict
    post: dict


def parse(line):
    """Return the Row that a line of the table says. Raises ValueError for one that says something else."""
    name, get, post = (part.split() for part in line.split("|"))
    return Row(tuple(name), _states(get), _states(post))


def _states(cells):
    if not 1 <= len(cells) <= len(STATES):
        raise ValueError(f"one to four cells, of what is public, private, missing, deleted: {cells}")
    filled = []
    for cell in cells + ["="] * (len(STATES) - len(cells)):
        filled.append(filled[-1] if cell == "=" else _people(cell))
    return dict(zip(STATES, filled, strict=True))


def _people(cell):
    statuses = [int(status) for status in cell.split("/")]
    if len(statuses) not in (1, len(CAST)):
        raise ValueError(f"one status, or four for nobody/ben/eda/ada: {cell}")
    return dict(zip(CAST, statuses * (len(CAST) // len(statuses)), strict=True))


TABLE = [parse(line) for line in ROWS.strip().splitlines() if line.strip() and not line.startswith("#")]


def row_of(name):
    """Return the Row for this name of an address, or None."""
    fitting = [(len(fits), row) for row in TABLE for fits in row.names if fnmatchcase(name, fits)]
    return max(fitting, key=lambda pair: pair[0], default=(0, None))[1]


def line_of(name, answers):
    """Return the line that says these answers: {(method, state, person): status}."""
    return " | ".join([name, *(" ".join(_cells(answers, method)) for method in ("get", "post"))])


def _cells(answers, method):
    cells = []
    for state in STATES:
        statuses = [str(answers[method, state, person]) for person in CAST]
        cells.append(statuses[0] if len(set(statuses)) == 1 else "/".join(statuses))
    while len(cells) > 1 and cells[-1] == cells[-2]:
        cells.pop()
    return ["=" if n and cell == cells[n - 1] else cell for n, cell in enumerate(cells)]
