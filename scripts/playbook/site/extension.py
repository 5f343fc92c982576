"""The Sphinx extension: the playbook's role, directives and formulas, and a light theme.

Works for the assembled book and for plain ``jupyter-book build .`` at the root of the repository,
where numbers and charts are not there yet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx.errors import ExtensionError
from sphinx.util import logging

from playbook.catalogue import Catalogue
from playbook.errors import PlaybookError
from playbook.site import (
    about,
    address,
    admitted,
    cases,
    changes,
    contents,
    cutoff,
    directives,
    discovery,
    downloads,
    edition,
    findable,
    governance,
    guide,
    handouts,
    ledger,
    mathml,
    method,
    moved,
    neighbours,
    network,
    pace,
    pages,
    policy,
    publication,
    released,
    review,
    search,
    sharing,
    statics,
    take_away,
    templating,
    terms,
    vendor,
)
from playbook.site.claims import ClaimRole
from playbook.site.sourced import Sourced
from playbook.site.values import ValueRole

LOGGER = logging.getLogger(__name__)

NEEDED_BY = {
    "thebe": "thebe-launch-button",
    "togglebutton": 'class="toggle',
    "togglehint": 'class="toggle',
    "toggleopenonprint": 'class="toggle',
    "design-tabs": "sd-tab",
    "sphinx-design": "sd-",
    "mystnb": "cell_input",
    "pygments": 'class="highlight',
    "clipboard": 'class="highlight',
    "copybutton": 'class="highlight',
    "boards.js": "pb-board",
    "_static/search.js": "pb-find",
    "terms.js": "pb-term",
    "weights.js": "pb-weigh",
    "editions.js": "data-editions",
}
"""Scripts and styles that would be on every page, and the markup that needs them."""


LEFT_BY_PAGES = ("playbook_files", "playbook_on_pages", "playbook_quotes", "playbook_terms")
"""What pages leave in the environment as they are read, by page."""

TREE = "in_tree"
"""What templates call it that the site stands among other editions."""


def setup(app: Any) -> dict[str, Any]:
    """Take part in a Sphinx build."""
    app.add_config_value("playbook_strict", False, "env", bool)
    app.add_config_value("playbook_code", "", "env", str)
    app.add_config_value("playbook_address", "", "env", str)
    app.add_config_value("playbook_about", "", "env", str)
    app.add_config_value("playbook_in_tree", False, "html", bool)
    for role in (ValueRole, ClaimRole):
        app.add_role(role.kind, role())
    app.add_directive("sourced", Sourced)
    for room in (
        directives,
        edition,
        changes,
        ledger,
        cases,
        governance,
        released,
        method,
        network,
        discovery,
        guide,
    ):
        for name, directive in room.DIRECTIVES.items():
            app.add_directive(name, directive)
    app.add_node(findable.Component, html=(findable.write_html, None))
    app.add_html_math_renderer("mathml", (mathml.inline, None), (mathml.block, None))
    app.add_css_file("playbook.css")
    for script in ("playbook.js", "boards.js", "terms.js", "weights.js", "editions.js"):
        app.add_js_file(script, loading_method="defer")
    app.connect("config-inited", settle)
    app.connect("builder-inited", keep_templates)
    app.connect("builder-inited", allow_processes)
    app.connect("builder-inited", admitted.close)
    app.connect("builder-inited", statics.keep)
    # Before Sphinx notes which files a page takes along.
    app.connect("doctree-read", admitted.look, priority=100)
    app.connect("doctree-read", sharing.summarise)
    app.connect("doctree-read", findable.note)
    app.connect("doctree-read", terms.collect)
    app.connect("doctree-read", handouts.note)
    app.connect("doctree-read", review.note)
    app.connect("doctree-read", sharing.draw)
    app.connect("source-read", pace.begin, priority=100)
    app.connect("doctree-read", pace.end, priority=900)
    app.connect("env-get-outdated", pages.outdated)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", navigation)
    app.connect("env-updated", ledger.settle)
    app.connect("env-updated", moved.settle)
    app.connect("html-collect-pages", moved.collect)
    # Late, so that whatever other extensions add is seen.
    app.connect("doctree-resolved", unthebe, priority=900)
    # Early: the theme leaves out a part of the page whose template has nothing to say.
    app.connect("html-page-context", name_source, priority=100)
    app.connect("html-page-context", furnish, priority=900)
    app.connect("build-finished", tidy)
    # After those that write below _static once more.
    app.connect("build-finished", statics.tidy, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def forget(_app: Any, env: Any, docname: str) -> None:
    """Forget what a page left in the environment that is read again or that went away."""
    for name in LEFT_BY_PAGES:
        getattr(env, name, {}).pop(docname, None)


def merge(_app: Any, env: Any, docnames: Iterable[str], other: Any) -> None:
    """Take over what pages left in the environment of another process, which read them."""
    for name in (*LEFT_BY_PAGES, pace.LEFT):
        theirs = getattr(other, name, {})
        found = {page: theirs[page] for page in docnames if page in theirs}
        setattr(env, name, getattr(env, name, {}) | found)


def settle(app: Any, config: Any) -> None:
    """Tell the templates the edition and the system, and lay the vendored files over ``_static``.

    Raises
    ------
    ExtensionError
        When there is no playbook around the book, or one of its records is wrong.
    """
    try:
        project = pages.project_of(app)
        known = about.described(project) | {"author": config.author}
        base = address.checked(config.html_baseurl, file="_config.yml", field="html.baseurl")
    except PlaybookError as error:
        raise ExtensionError(str(error)) from error
    config.html_context.setdefault("default_mode", "auto")
    # A configuration value, so that a new edition writes every page anew.
    config.html_context["playbook"] = known | {TREE: config.playbook_in_tree}
    # Citations and pictures carry the address and the edition: with another one every page is read
    # anew, which Sphinx's own settings would not do.
    config.playbook_address = base
    config.playbook_about = json.dumps([config.html_title, known], default=str)
    config.html_static_path.append(str(vendor.make(project.build / "vendor")))


def keep_templates(app: Any) -> None:
    """Keep the compiled templates: each build would compile those of pages and components anew."""
    folder = Path(app.doctreedir) / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    kept = FileSystemBytecodeCache(str(folder))
    templating.environment().bytecode_cache = kept
    if (templates := getattr(app.builder, "templates", None)) is not None:
        templates.environment.bytecode_cache = kept


def allow_processes(app: Any) -> None:
    """Say that several processes may use an extension which does not say it itself.

    It numbers chapters, of which we have none, when all pages have been read.
    """
    if numbering := app.extensions.get("sphinx_multitoc_numbering"):
        numbering.parallel_read_safe = True


def navigation(app: Any, env: Any) -> list[str]:
    """Write every page anew when a title, the contents, the glossary or a theme's file changed.

    Each page carries the contents, its neighbours' titles, definitions of terms and the digests of
    style sheets and scripts. Sphinx writes only the pages that it read, and copies the theme's
    files only when it writes any: without this, an incremental build would keep old ones.
    """
    titles = {name: title.astext() for name, title in env.titles.items()}
    # In an order of their own: a page that is read again moves to the end.
    parts = [sorted(part.items()) for part in (titles, env.toctree_includes, terms.known(env))]
    state = hashlib.sha256(repr((parts, _theme_files(app))).encode()).hexdigest()
    known = getattr(env, "playbook_navigation", state)
    env.playbook_navigation = state
    return [] if known == state else sorted(env.found_docs)


def _theme_files(app: Any) -> list[tuple[str, str]]:
    """Give each file that is laid below ``_static``, with a digest of its content."""
    folders = [Path(app.confdir) / folder for folder in app.config.html_static_path]
    return [
        (path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


def furnish(
    app: Any, pagename: str, _template: str, context: dict[str, Any], _doctree: Any
) -> None:
    """Mark terms, leave out what the page does not use, and give it what it says of itself."""
    ledger.fill(app, pagename, context)
    known = terms.known(app.env)
    sought = [term for page in sorted(known) for term in known[page] if page != pagename]
    body = terms.mark(context.get("body", ""), sought, "../" * pagename.count("/"))
    context["body"] = body
    # The list of editions stands beside the page's own markup.
    markup = f"{body} data-editions" if context["playbook"]["in_tree"] else body
    for key in ("script_files", "css_files"):
        context[key] = _once(asset for asset in context.get(key, []) if _used(asset, markup))
    _defer(context["script_files"])
    policy.furnish(context)
    context["playbook_contents"] = contents.parts(app, pagename, context["pathto"])
    sharing.furnish(app, pagename, context)
    handouts.furnish(app, pagename, context)
    take_away.furnish(app, pagename, context)
    review.furnish(app, pagename, context)
    cutoff.furnish(app, pagename, context)
    neighbours.settle(app, Catalogue.read(pages.project_of(app)), pagename, context)
    if pagename == "search":
        context["playbook_pages"] = search.listing(app)
        context["playbook_ideas"] = search.ideas(pages.project_of(app))


def name_source(
    app: Any, pagename: str, _template: str, context: dict[str, Any], _doctree: Any
) -> None:
    """Give the page its source."""
    context["playbook_source"] = source_of(app, pagename)


def unthebe(_app: Any, doctree: nodes.document, _docname: str) -> None:
    """Take out the scripts that sphinx-thebe writes into every page, whatever its settings."""
    for node in list(doctree.findall(nodes.raw)):
        if "x-thebe-config" in node.astext() or "kernelName" in node.astext():
            node.parent.remove(node)


def _once(assets: Iterable[Any]) -> list[Any]:
    # Jupyter Book adds every script below _static too; ours, which waits for the page, is first.
    found: dict[str, Any] = {}
    for asset in assets:
        body = getattr(asset, "attributes", {}).get("body", "")
        found.setdefault(f"{getattr(asset, 'filename', '') or asset}{body}", asset)
    return list(found.values())


def _defer(scripts: Iterable[Any]) -> None:
    """Let the page be shown before scripts run, but for the one that inline scripts build on."""
    for script in scripts:
        name = str(getattr(script, "filename", None) or "")
        if name and not name.endswith("documentation_options.js"):
            script.attributes["defer"] = "defer"


def _used(asset: Any, body: str) -> bool:
    attributes = getattr(asset, "attributes", {})
    text = f"{getattr(asset, 'filename', '') or asset}{attributes.get('body', '')}".lower()
    return all(marker in body for name, marker in NEEDED_BY.items() if name in text)


def source_of(app: Any, pagename: str) -> str:
    """Give the file that a contributor edits to change a page, below the root; empty for none."""
    env = app.env
    if pagename not in env.found_docs:
        return ""
    noted = env.metadata.get(pagename, {}).get("playbook_source")
    if noted:
        return str(noted)
    project = pages.project_of(app)
    name = Path(env.doc2path(pagename)).relative_to(app.srcdir)
    for path in (project.root / name, project.book / name):
        if path.is_file():
            return project.shown(path)
    return ""


def tidy(app: Any, exception: Exception | None) -> None:
    """Settle what all pages say together, and remove the files of figures that went away.

    A file of a figure that is missing means a torn cache.
    """
    if exception is not None or app.builder.format != "html":
        return
    search.settle(app, pages.project_of(app))
    publication.publish(app)
    take_away.publish(app)
    wanted = {name for files in pages.files_of(app.env).values() for name in files}
    wanted |= {sharing.card_of(name) for name in app.env.found_docs} | handouts.files(app.env)
    wanted |= take_away.files(app)
    for name in downloads.sweep(Path(app.outdir), wanted):
        LOGGER.error(f"{name} is missing though its page was not read again. Build with --clean.")
