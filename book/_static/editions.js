/* A site in a tree of editions: a list of the others, and on an old page the way to the newest.
   Each edition stays as it was published, so what came after it is read from the tree's root. */
(() => {
  "use strict";
  const slot = document.querySelector("[data-editions]");
  // Opened from a disk, nothing can be asked for.
  if (!slot || location.protocol === "file:") return;
  const { page, edition } = slot.dataset;
  const root = new URL(slot.dataset.editions, location.href);

  const read = async (name) => {
    const answer = await fetch(new URL(name, root));
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  };
  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };
  const link = (folder, name, words) => {
    const made = element("a", "", words);
    made.href = new URL(`${folder}/${name}.html`, root);
    return made;
  };

  const list = (versions, has) => {
    const items = versions.map(({ version, name }) => {
      if (version === edition) {
        const own = element("b", "", `${name}: this one`);
        own.setAttribute("aria-current", "true");
        return element("li", "", own);
      }
      const there = has(version);
      const said = there ? [] : [" has no such page: this is its start"];
      return element("li", "", link(version, there ? page : "index", name), ...said);
    });
    slot.append(element("details", "pb-editions",
      element("summary", "", "This page in other editions"), element("ul", "", ...items)));
  };

  const banner = (latest, there) => {
    const target = there
      ? link("latest", page, `This page in edition ${latest}`)
      : link("latest", "index", `Start of edition ${latest}`);
    const said = there ? " " : " It has nothing at this address. ";
    const note = element("p", "pb-review pb-old", element("b", "", `Edition ${edition} is an earlier one.`),
      ` The newest is ${latest}.${said}`, target);
    note.setAttribute("role", "note");
    document.querySelector(".bd-article")?.prepend(note);
  };

  Promise.all([read("versions.json"), read("pages.json")]).then(([versions, { latest, pages }]) => {
    const has = (version) => (pages[page] ?? []).includes(version);
    if (versions.length > 1) list(versions, has);
    if (edition !== latest) banner(latest, has(latest));
  }).catch((error) => {
    slot.append(element("p", "", "The list of editions could not be read."));
    console.info(error);
  });
})();
