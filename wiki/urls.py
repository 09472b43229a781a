"""Every URL of the site, grouped by thing."""

from django.contrib import admin
from django.urls import include, path

from wiki.views import (
    audit,
    bin,
    citations,
    completion,
    drafts,
    editing,
    entries,
    graph,
    help,
    history,
    home,
    joining,
    llms,
    machines,
    mentions,
    moderation,
    people,
    protection,
    renaming,
    site,
    suppression,
    tags,
    visibility,
    worklists,
)

CONCEPT, ESSAY = {"kind": "concept"}, {"kind": "essay"}

urlpatterns = [
    path("", home.home, name="home"),
    # Concepts
    path("concepts/", entries.concept_list, name="concept_list"),
    path("concepts/new/", editing.create, CONCEPT, name="concept_new"),
    path("concepts/<str:slug>.md", entries.document, CONCEPT, name="concept_document"),
    path("concepts/<str:slug>/", entries.detail, CONCEPT, name="concept_detail"),
    path("concepts/<str:slug>/edit/", editing.edit, CONCEPT, name="concept_edit"),
    path("concepts/<str:slug>/links/", entries.links, CONCEPT, name="concept_links"),
    path("concepts/<str:slug>/mentions/", mentions.mentions, CONCEPT, name="concept_mentions"),
    path("concepts/<str:slug>/graph/", graph.around, CONCEPT, name="concept_graph"),
    path("concepts/<str:slug>/history/", history.history, CONCEPT, name="concept_history"),
    path("concepts/<str:slug>/history/<int:number>/", history.revision, CONCEPT, name="concept_revision"),
    path(
        "concepts/<str:slug>/history/<int:number>.md",
        history.revision_document,
        CONCEPT,
        name="concept_revision_document",
    ),
    path("concepts/<str:slug>/history/<int:number>/undo/", history.undo, CONCEPT, name="concept_undo"),
    path("concepts/<str:slug>/history/<int:number>/suppress/", suppression.suppress, CONCEPT, name="concept_suppress"),
    path("concepts/<str:slug>/diff/", history.diff, CONCEPT, name="concept_diff"),
    path("concepts/<str:slug>/restore/<int:number>/", history.restore, CONCEPT, name="concept_restore"),
    path("concepts/<str:slug>/visibility/", visibility.change, CONCEPT, name="concept_visibility"),
    path("concepts/<str:slug>/visibility/<int:change>/undo/", visibility.undo, CONCEPT, name="concept_visibility_undo"),
    path("concepts/<str:slug>/protection/", protection.protection, CONCEPT, name="concept_protection"),
    path("concepts/<str:slug>/rename/", renaming.rename, CONCEPT, name="concept_rename"),
    path("concepts/<str:slug>/merge/", joining.merge, name="concept_merge"),
    path("concepts/<str:slug>/unmerge/<int:act>/", joining.unmerge, name="concept_unmerge"),
    path("concepts/<str:slug>/delete/", bin.delete, CONCEPT, name="concept_delete"),
    # Essays
    path("essays/", entries.essay_list, name="essay_list"),
    path("essays/new/", editing.create, ESSAY, name="essay_new"),
    path("essays/<str:slug>.md", entries.document, ESSAY, name="essay_document"),
    path("essays/<str:slug>/", entries.detail, ESSAY, name="essay_detail"),
    path("essays/<str:slug>/edit/", editing.edit, ESSAY, name="essay_edit"),
    path("essays/<str:slug>/links/", entries.links, ESSAY, name="essay_links"),
    path("essays/<str:slug>/mentions/", mentions.mentions, ESSAY, name="essay_mentions"),
    path("essays/<str:slug>/graph/", graph.around, ESSAY, name="essay_graph"),
    path("essays/<str:slug>/history/", history.history, ESSAY, name="essay_history"),
    path("essays/<str:slug>/history/<int:number>/", history.revision, ESSAY, name="essay_revision"),
    path("essays/<str:slug>/history/<int:number>.md", history.revision_document, ESSAY, name="essay_revision_document"),
    path("essays/<str:slug>/history/<int:number>/undo/", history.undo, ESSAY, name="essay_undo"),
    path("essays/<str:slug>/history/<int:number>/suppress/", suppression.suppress, ESSAY, name="essay_suppress"),
    path("essays/<str:slug>/diff/", history.diff, ESSAY, name="essay_diff"),
    path("essays/<str:slug>/restore/<int:number>/", history.restore, ESSAY, name="essay_restore"),
    path("essays/<str:slug>/visibility/", visibility.change, ESSAY, name="essay_visibility"),
    path("essays/<str:slug>/visibility/<int:change>/undo/", visibility.undo, ESSAY, name="essay_visibility_undo"),
    path("essays/<str:slug>/protection/", protection.protection, ESSAY, name="essay_protection"),
    path("essays/<str:slug>/rename/", renaming.rename, ESSAY, name="essay_rename"),
    path("essays/<str:slug>/delete/", bin.delete, ESSAY, name="essay_delete"),
    # Requests for a publication, and what became of them
    path("moderation/", moderation.requests, name="moderation"),
    path("moderation/<int:key>/", moderation.decide, name="moderation_request"),
    path("notices/", moderation.notices, name="notices"),
    # The recycle bin
    path("bin/", bin.contents, name="bin"),
    path("bin/<int:key>/restore/", bin.restore, name="bin_restore"),
    path("bin/<int:key>/purge/", bin.purge, name="bin_purge"),
    # Tags and citations
    path("tags/", tags.index, name="tag_list"),
    path("tags/<path:slug>/", tags.detail, name="tag_detail"),
    path("citations/", citations.index, name="citation_list"),
    path("citations/<path:key>/", citations.detail, name="citation_detail"),
    # What is to be done
    path("wanted/", worklists.wanted, name="wanted"),
    path("wanted/lead/", worklists.wanted_lead, name="wanted_lead"),
    path("orphans/", worklists.orphans, name="orphans"),
    path("random/", worklists.random, name="random"),
    path("drafts/", drafts.mine, name="drafts"),
    path("help/", help.help_page, name="help"),
    path("complete/<str:what>/", completion.complete, name="complete"),
    # For machines
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", machines.sitemap_part, name="sitemap_part"),
    path("robots.txt", machines.robots, name="robots"),
    path("opensearch.xml", machines.opensearch, name="opensearch"),
    path("llms.txt", llms.llms, name="llms"),
    # People
    path("about/", site.about, name="about"),
    path("settings/", site.site_settings, name="site_settings"),
    path("people/", people.people, name="people"),
    path("audit/", audit.audit, name="audit"),
    path("audit.csv", audit.audit_csv, name="audit_csv"),
    path("people/<str:name>/", people.person, name="person"),
    path("people/<str:name>/manage/", people.manage, name="person_manage"),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "wiki.views.errors.bad_request"
handler403 = "wiki.views.errors.forbidden"
handler404 = "wiki.views.errors.missing"
