/* The page of search. Sphinx's index knows which page says which word; its entries, which the
   playbook adds, know what each page and each figure is and by which words people look for it.
   Only script elements are used, no fetch, so that it works from a disk too. */
(() => {
  "use strict";
  /* What a word is worth by where it stands. A synonym counts in full when the query has all of
     its words; `page` is the page that an entry is a part of. */
  const WORTH = { title: 10, synonym: 9, page: 6, text: 3, body: 1 };
  const PREFIX = 0.6; // "obes" for "obesity"
  const WHOLE = 6; // for a title or a synonym that the query covers, in proportion
  const SECTION = 0.75; // a part of a page, beside a whole page
  const FIGURE = 0.95; // the figure of a place, beside a whole page
  const WEAKEST = 0.2; // of the best result
  const MOST = 25;

  const stemmer = new Stemmer();
  const ignored = new Set(stopwords);

  /* Words as the index of Sphinx has them, so that "A&E", "a and e" and "A & E" are the same. */
  const words = (text) => {
    const all = (text.toLowerCase().replace(/[’']s\b/g, "").match(/[\p{L}\p{N}]+/gu) || []);
    const said = all.filter((word) => !ignored.has(word));
    return (said.length ? said : all).map((raw) => ({ raw, stem: stemmer.stemWord(raw) }));
  };

  const likeness = (word, others) =>
    others.some((other) => other.stem === word.stem) ? 1
      : word.raw.length > 2 && others.some((other) => other.raw.startsWith(word.raw)) ? PREFIX : 0;

  const covered = (name, query) =>
    name.filter((word) => query.some((other) => other.stem === word.stem)).length / name.length;

  /* Entries with their words, and for each page of Sphinx's index the entry that stands for it. */
  const prepare = (index) => {
    const pages = new Map();
    for (const entry of index.entries.filter((one) => !one.anchor)) pages.set(entry.page, entry);
    const names = new Map();
    const namesOf = (page) => {
      if (!names.has(page.page)) names.set(page.page, (page.synonyms || []).map(words));
      return names.get(page.page);
    };
    const entries = index.entries.map((entry) => {
      const page = pages.get(entry.page);
      const about = entry.anchor ? pages.get(entry.of) : entry;
      return {
        ...entry,
        part: Boolean(entry.anchor),
        pageTitle: page.title,
        titleWords: words(entry.title),
        textWords: words(entry.text),
        names: about ? namesOf(about) : [],
        pageWords: entry.anchor ? [...words(page.title), ...namesOf(page).flat()] : [],
      };
    });
    const body = new Map();
    for (const part of [index.terms, index.titleterms]) {
      for (const [word, found] of Object.entries(part)) {
        for (const number of [found].flat()) {
          const page = index.docnames[number];
          if (!body.has(page)) body.set(page, new Set());
          body.get(page).add(word);
        }
      }
    }
    return { entries, body };
  };

  /* What one word of the query is worth in an entry. */
  const worth = (word, entry, query, body) => {
    const synonym = Math.max(0, ...entry.names.map((name) =>
      likeness(word, name) * (0.3 + 0.7 * covered(name, query) ** 2)));
    const own = Math.max(
      WORTH.title * likeness(word, entry.titleWords),
      WORTH.synonym * synonym,
      WORTH.text * likeness(word, entry.textWords),
    );
    const page = WORTH.page * likeness(word, entry.pageWords);
    const said = !entry.part && body.get(entry.page)?.has(word.stem) ? WORTH.body : 0;
    return { own, page, all: Math.max(own, page, said) };
  };

  const rank = (known, query) => {
    const table = known.entries.map((entry) =>
      query.map((word) => worth(word, entry, query, known.body)));
    // A word that few entries have says more than one that most have.
    const rarity = query.map((_, at) => {
      const having = table.filter((row) => row[at].all > 0).length;
      return having ? Math.log(1 + table.length / having) : 1;
    });
    const total = rarity.reduce((sum, one) => sum + one, 0);
    const results = known.entries.map((entry, number) => {
      const row = table[number];
      const sum = (value) => row.reduce((so, one, at) => so + value(one) * rarity[at], 0);
      // A figure of a place is an answer to a query that names both.
      const fits = !entry.part || (sum((one) => one.own) > 0 && (!entry.of || sum((one) => one.page) > 0));
      const share = sum((one) => (one.all > 0 ? 1 : 0)) / total;
      const named = [entry.titleWords, ...entry.names].map((name) => covered(name, query));
      const score = sum((one) => one.all) + WHOLE * Math.max(...named);
      const size = entry.of ? FIGURE : entry.part ? SECTION : 1;
      return { entry, score: fits && share > 0 ? score * share ** 2 * size : 0 };
    }).filter((result) => result.score > 0).sort((one, other) => other.score - one.score);
    return results.filter((result) => result.score >= WEAKEST * results[0].score).slice(0, MOST)
      .map((result) => result.entry);
  };

  /* How many letters to change, leave out, add or swap to make one word of another. */
  const distance = (one, other) => {
    const rows = [[...Array(other.length + 1).keys()]];
    for (let i = 1; i <= one.length; i += 1) {
      rows.push([i]);
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1] ? 0 : 1;
        rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + same);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[one.length][other.length];
  };

  /* A word that stands nowhere is taken for the nearest one of the titles and synonyms. */
  const repaired = (known, word) => {
    const everywhere = known.entries.some((entry) =>
      worth(word, entry, [word], known.body).all > 0);
    if (everywhere || word.raw.length < 4) return { word, known: everywhere };
    const vocabulary = new Map(known.entries
      .flatMap((entry) => [entry.titleWords, ...entry.names].flat())
      .map((other) => [other.raw, other]));
    const near = [...vocabulary.values()]
      .map((other) => ({ other, far: distance(word.raw, other.raw) }))
      .filter(({ far }) => far <= (word.raw.length > 7 ? 2 : 1))
      .sort((one, other) => one.far - other.far || (one.other.raw < other.other.raw ? -1 : 1));
    return near.length ? { word: near[0].other, known: true, instead: word } : { word, known: false };
  };

  const element = (name, kind, ...content) => {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.append(...content);
    return made;
  };

  const item = (entry) => {
    const link = element("a", "", entry.of ? `${entry.pageTitle}: ${entry.title}` : entry.title);
    link.href = `${entry.page}.html${entry.anchor ? `#${entry.anchor}` : ""}`;
    const within = entry.of ? `${entry.kind} figure`
      : entry.part && entry.pageTitle !== entry.kind ? `${entry.kind}, ${entry.pageTitle}` : entry.kind;
    const made = element("li", "", element("p", "pb-results__kind", within), element("p", "pb-results__title", link));
    if (entry.text && entry.text !== entry.title) made.append(element("p", "pb-results__text", entry.text));
    return made;
  };

  const told = (asked, parts, count) => {
    const swapped = parts.filter((part) => part.instead);
    const lost = parts.filter((part) => !part.known).map((part) => `“${part.word.raw}”`);
    if (!count) return `Nothing was found for “${asked}”. Try fewer or other words, or look through all pages below.`;
    const many = `${count === MOST ? "The best " : ""}${count} ${count === 1 ? "result" : "results"} for “${asked}”.`;
    const hints = swapped.map((part) => ` “${part.instead.raw}” was not found; these are for “${part.word.raw}”.`);
    return `${many}${hints.join("")}${lost.length ? ` No page says ${lost.join(" or ")}.` : ""}`;
  };

  let known;
  const field = document.getElementById("pb-find");
  const list = document.querySelector(".pb-results");
  const status = document.querySelector(".pb-find__status");
  const rest = document.querySelector(".pb-allpages");
  const titled = document.title;

  const show = () => {
    const asked = field.value.trim();
    const parts = words(asked).map((word) => repaired(known, word));
    const found = parts.length ? rank(known, parts.map((part) => part.word)) : [];
    list.replaceChildren(...found.map(item));
    list.hidden = !found.length;
    rest.hidden = Boolean(found.length);
    status.textContent = asked ? told(asked, parts, found.length) : "";
    document.title = asked ? `${asked} - ${titled}` : titled;
  };

  window.Search = {
    setIndex: (index) => {
      known = prepare(index);
      field.value = new URLSearchParams(location.search).get("q") || "";
      show();
      if (!field.value) field.focus();
      let waiting;
      field.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => {
          const address = new URL(location.href);
          if (field.value.trim()) address.searchParams.set("q", field.value.trim());
          else address.searchParams.delete("q");
          history.replaceState(null, "", address);
          show();
        }, 150);
      });
    },
  };
})();
