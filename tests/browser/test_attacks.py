"""The corpus of attacks in Chromium, on every page that shows a text or a name, with the policy off as well.

Nothing runs, no other host is asked, no text says an id or a handler of ours; without the policy the sanitiser holds
alone, and with it the policy is never asked to refuse anything.
"""

from urllib.parse import urlsplit

import pytest
from django.db import transaction
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import EDITOR, set_role
from tests.attacks.names import FILES, MARKED, PLAIN
from tests.attacks.texts import TEXTS
from tests.factories import PRIVATE, concept, essay, revise
from tests.rendering.attacks import ATTACKS
from wiki.actions import deleting
from wiki.actions.errors import SaveRefused
from wiki.document.names import BadName
from wiki.models import Concept, Notice, Origin, PublicationRequest

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]

IN_ONE_PAGE = 110
LONGEST = 2000  # characters of an attack; the long ones are for the sanitisers' own tests
WATCH = """
window.__ran = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'msgbox'])
  window[name] = (...said) => { window.__ran.push(name + ' ' + said); };
document.addEventListener('securitypolicyviolation', (refused) =>
  window.__ran.push(`refused ${refused.violatedDirective} ${refused.blockedURI}`));
"""
# Asked in the page itself: what did the browser make of it?
AUDIT = """() => {
  const found = [...window.__ran];
  const LEADING = new Set('href src action formaction data poster background ping xlink:href'.split(' '));
  const OWN = new RegExp('^/(static|admin/jsi18n)/');
  const OURS = new Set(['http:', 'https:', 'mailto:']);
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    for (const { name: attribute, value } of element.attributes) {
      const script = /^(top|transform): /.test(value);  // what the scripts of notes and of the editor set
      const styled = attribute === 'style' && element.closest('.prose, .diff') && !script;
      if (/^on/i.test(attribute) || styled || attribute === 'srcdoc') found.push(`${name} ${attribute}=${value}`);
      if (LEADING.has(attribute)) {
        let url = null;
        try { url = new URL(value, document.baseURI); } catch { continue; }
        if (!OURS.has(url.protocol)) found.push(`${name} ${attribute}=${value}`);
        const said = name === 'link' && ['canonical', 'alternate'].includes(element.rel);  // addresses that are told
        if (name !== 'a' && !said && url.host !== location.host) found.push(`${name} leads to ${url.host}`);
      }
    }
    if (['iframe', 'object', 'embed', 'base', 'frame', 'applet', 'portal', 'template', 'style', 'math'].includes(name))
      found.push(`<${name}>`);
    const data = element.type === 'application/ld+json' && !element.src;  // a block of data runs nowhere
    const ours = data || OWN.test(element.src?.slice(location.origin.length));
    if (name === 'script' && !ours) found.push('a script not ours');
    if (name === 'meta' && element.httpEquiv) found.push(`meta ${element.httpEquiv}`);
  }
  for (const text of document.querySelectorAll('.prose, .diff, [data-preview]'))
    for (const element of text.querySelectorAll('[id], [name]')) {
      if (/^ui-/i.test(element.id)) found.push(`the id ${element.id} in a text`);
      const named = element.hasAttribute('name') && !element.closest('form');
      if (named) found.push(`${element.localName} has a name in a text`);
    }
  for (const one of document.querySelectorAll('[id^=ui-]'))
    if (document.querySelectorAll('#' + CSS.escape(one.id)).length > 1) found.push(`two elements are ${one.id}`);
  const natives = ['getElementById', 'querySelector', 'querySelectorAll', 'createElement', 'addEventListener'];
  for (const native of natives)
    if (typeof document[native] !== 'function') found.push(`document.${native} is overlaid`);
  if (document.body?.localName !== 'body') found.push('document.body is overlaid');
  return found;
}"""


def quoted(attack):
    """Give an attack a container of its own, so that what it leaves open ends with it."""
    return "\n".join(f"> {line}".rstrip() for line in attack.splitlines()) + "\n\nNext.\n"


def batches():
    attacks = [attack for group in (*ATTACKS.values(), *TEXTS.values()) for attack in group if len(attack) <= LONGEST]
    attacks = [attack.replace("\0", "") for attack in attacks]
    return [attacks[at : at + IN_ONE_PAGE] for at in range(0, len(attacks), IN_ONE_PAGE)]


@pytest.fixture
def look(window, live_server):
    """`look(page, path)`: open it and fail when anything ran, was asked for elsewhere, or got an id of ours."""
    host = urlsplit(live_server.url).netloc

    def look(page, path=None):
        foreign = []

        def asked(request):
            address = urlsplit(request.url)
            known = request.is_navigation_request() or address.path == urlsplit(page.url).path
            known |= address.path.startswith(("/static/", "/complete/", "/admin/jsi18n/")) or "?part=" in request.url
            if address.scheme not in ("data", "about") and not (known and address.netloc == host):
                foreign.append(request.url)

        page.on("request", asked)
        if path is not None:
            page.goto(path, wait_until="load")
        found = page.evaluate(AUDIT)
        page.remove_listener("request", asked)
        assert (found, foreign) == ([], []), page.url

    return look


@pytest.fixture(params=["without the policy", "with it"])
def tab(request, window):
    page = window(viewport={"width": 1280, "height": 900}, bypass_csp=request.param != "with it")
    page.context.set_default_timeout(40_000)  # pages of a hundred attacks, on a machine that does other things
    page.add_init_script(WATCH)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    return page


def test_texts_are_dead_on_every_page(tab, look, sign_in, eda):
    target = concept("Weir", "A dam.", tags=["t"])
    pages = []
    for number, attacks in enumerate(batches()):
        body = "\n".join(map(quoted, attacks))
        entry = concept(f"Attack {number}", f"To the [[Weir]]. {body}", tags=["t"], by=eda)
        revise(entry, body=f"To the [[Weir]]: {body[::-1][:4000]}\n\n{body}", by=eda)
        pages.append(f"/concepts/attack-{number}/")
    assert len(pages) >= 4
    for path in pages:
        look(tab, path)
    sign_in(eda, tab)
    for path in pages:
        for act in ("history/1/", "diff/?view=side", "diff/?view=inline", "edit/", "mentions/"):
            look(tab, path + act)
        preview(tab, path, look)
    look(tab, f"{target.get_absolute_url()}links/")
    conflict(tab, pages[0], look, eda)


def preview(tab, path, look):
    tab.goto(f"{path}edit/")
    tab.locator("button[name=action][value=preview]").first.evaluate("button => button.click()")
    tab.locator("#ui-preview .prose blockquote").first.wait_for(state="attached")
    look(tab)


def conflict(tab, path, look, by):
    """Two people change the same sentence of a text full of attacks."""
    tab.goto(f"{path}edit/")
    area = tab.locator("textarea[name=body]")
    body = area.input_value()
    slug = path.strip("/").split("/")[-1]
    revise(Concept.objects.get(slug=slug), body=body.replace("To the [[Weir]]:", "From the [[Weir]]:"), by=by)
    area.evaluate("(area, text) => { area.value = text }", body.replace("To the [[Weir]]:", "At the [[Weir]]:"))
    tab.locator("button[name=action][value=save]").first.evaluate("button => button.form.requestSubmit(button)")
    tab.wait_for_load_state("load")
    expect(tab.locator("main")).to_contain_text("Two people changed")
    look(tab)


def kept(make, *arguments, **fields):
    """Return what was made, or None where the wiki refused the name."""
    try:
        with transaction.atomic():
            return make(*arguments, **fields)
    except (SaveRefused, BadName):
        return None


@pytest.mark.parametrize("tab", ["without the policy"], indirect=True)
def test_names_are_words_on_every_page(tab, look, sign_in, ada):
    people = [User.objects.create_user(f"{name[:100]} {n}", first_name=name[:100]) for n, name in enumerate(MARKED)]
    for writer in people:
        set_role(writer, EDITOR)
    saved = []
    for number, name in enumerate(PLAIN):
        summary, by = MARKED[number % len(MARKED)], people[number % len(people)]
        entry = kept(concept, name, f"[[{name}]] {name}", tags=[name], by=by, summary=summary)
        saved.append(entry or concept(f"Stand-in {number}", name, by=by, summary=summary))
        kept(concept, f"Other {number}", name, aliases=[name], tags=[name[::-1]], related=[name], by=by)
    for number, name in enumerate(MARKED):
        by = people[number]
        kept(essay, f"Essay {number}", name, author=name, publication=name, published=name, source_url=name, by=by)
        revise(saved[number], by=by, body=f"{name} again", summary=name)
        PublicationRequest.objects.create(entry=saved[number], visibility="private", number=2, note=name, by=by)
        Notice.objects.create(person=ada, entry=saved[number], text="Something was done.", reason=name, by=by)
    for number, name in enumerate(FILES):
        Origin.objects.create(entry=saved[number], path=name, sha256="0", raw=b"x", number=1, document="")
    gone = concept("Gone", "x", visibility=PRIVATE)
    deleting.delete(gone, by=ada, reason=MARKED[1])
    searched = "".join((*MARKED[:6], PLAIN[0]))
    paths = [
        "/",
        "/concepts/",
        "/essays/",
        "/tags/",
        "/citations/",
        "/essays/essay-3/",
        "/nowhere/<script>alert(1)<b>/",
    ]
    paths += [
        f"{entry.get_absolute_url()}{act}" for entry in saved[:4] for act in ("", "history/", "history/2/", "links/")
    ]
    asked = [f"/concepts/?letter={searched}", f"/concepts/new/?title={searched}", f"/citations/?after={searched}"]
    for path in (*paths, *asked[::2]):
        look(tab, path)
    sign_in(ada, tab)
    admin = [
        f"/admin/wiki/{model}/"
        for model in ("concept", "essay", "edit", "alias", "tag", "origin", "publicationrequest", "act")
    ]
    admin += [f"/admin/wiki/concept/{saved[0].pk}/change/", f"/admin/wiki/concept/?q={searched}", "/admin/"]
    acts = [
        f"{saved[1].get_absolute_url()}{act}"
        for act in ("edit/", "rename/", "merge/", "delete/", "visibility/", "history/")
    ]
    lists = ["/bin/", "/moderation/", "/notices/", "/people/", f"/people/{people[1].username}/"]
    for path in (*asked, *admin, *acts, *lists):
        look(tab, path)


@pytest.mark.parametrize("bypass", [False, True])
def test_the_audit_sees_what_runs(browser, live_server, bypass):
    """A page as it must not be: without the policy the trick runs, with it the policy refuses; both are seen."""
    context = browser.new_context(base_url=live_server.url, bypass_csp=bypass)
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto("/nowhere/")
    text = "<p onclick=x><img src=data:, onerror=alert(1)><a href=javascript:x>y</a>"
    page.evaluate("text => { document.querySelector('main').innerHTML = text }", text)
    page.wait_for_function("window.__ran.length")
    found = page.evaluate(AUDIT)
    context.close()
    assert any("onclick" in said for said in found) and any("javascript:" in said for said in found)
    assert any(said.startswith("alert" if bypass else "refused") for said in found)
