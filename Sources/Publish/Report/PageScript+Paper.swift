extension PageScript {
    /// The pages of a file: their pictures where there are any, else drawn as the places of what was found.
    static let paper = #"""
        function paperOf(item, x, images) {
          const pictures = new Map(images.filter(([, path]) => safe(path)));
          const sizes = new Map((x.s || []).map(([page, width, height]) => [page, [width, height]]));
          const pages = [...new Set([...pictures.keys(), ...sizes.keys()])].sort((a, b) => a - b);
          if (pages.length === 0) return null;
          const sheet = { owners: new Map(), node: null };
          const stage = make("div", { class: "paper" }), caption = make("span", { role: "status" });
          let page = null, boxes = new Map();

          function show(wanted) {
            if (page === wanted) return;
            page = wanted;
            boxes = new Map();
            const size = sizes.get(page), picture = pictures.get(page);
            const drawn = (isDrawn) => (size ? [overlay(page, size, isDrawn)] : []);
            // A picture that is gone is no reason to show nothing.
            const on = { error: () => { if (page === wanted && size) stage.replaceChildren(...drawn(true)); } };
            stage.replaceChildren(...(picture ? [make("img", { src: "./" + picture, on,
              alt: "Page " + page + " of " + item.p }), ...drawn(false)] : drawn(true)));
            caption.textContent = "Page " + page + (item.n ? " of " + number(item.n) : "");
            previous.disabled = pages.indexOf(page) === 0;
            next.disabled = pages.indexOf(page) === pages.length - 1;
            for (const button of thumbs.querySelectorAll("button")) {
              button.setAttribute("aria-current", Number(button.dataset.page) === page);
            }
          }
          function overlay(number, [width, height], isDrawn) {
            const layer = draw("svg", { viewBox: "0 0 " + width + " " + height, role: "img",
              "aria-label": isDrawn ? "Page " + number + ", drawn from what was found on it"
                : "Places of the values" });
            for (const field of x.f || []) {
              if (field[4] !== number || !field[5]) continue;
              const on = { pointerenter: () => mark(field, true), pointerleave: () => mark(field, false) };
              const marks = field[5].map(([left, top, w, h]) => draw("rect", { class: "box", x: left - 1.5,
                y: top - 1.5, width: w + 3, height: h + 3, rx: 1.5, on },
                draw("title", null, label(steps(field[0])))));
              if (isDrawn) layer.append(...written(field));
              layer.append(...marks);
              boxes.set(field, marks);
            }
            return layer;
          }
          function written(field) {
            const text = field[6] || shown(field[1]), lines = field[5];
            const total = lines.reduce((sum, box) => sum + box[2], 0) || 1;
            let done = 0;
            return lines.map(([left, top, w, h], index) => {
              const end = index === lines.length - 1 ? text.length : Math.round(text.length * (done + w) / total);
              const part = text.slice(Math.round(text.length * done / total), end);
              done += w;
              const isWide = part.length > 1 && w > 0;
              return draw("text", { x: left, y: top + h * 0.8, "font-size": Math.max(1, h * 0.85),
                textLength: isWide ? w : null, lengthAdjust: isWide ? "spacingAndGlyphs" : null }, part);
            });
          }
          function mark(field, isLit) {
            for (const box of boxes.get(field) || []) box.classList.toggle("lit", isLit);
            const owner = sheet.owners.get(field);
            if (!owner) return;
            owner.classList.toggle("lit", isLit);
            if (isLit) owner.scrollIntoView({ block: "nearest" });
          }
          sheet.light = (field, owner, isLit) => {
            if (isLit) show(field[4]);
            owner.classList.toggle("lit", isLit);
            for (const box of boxes.get(field) || []) box.classList.toggle("lit", isLit);
          };

          const turn = (title, by) => make("button", { type: "button", class: "step",
            on: { click: () => show(pages[pages.indexOf(page) + by]) } }, title);
          const previous = turn("Previous", -1), next = turn("Next", 1);
          const pictured = pages.filter((each) => pictures.has(each));
          const thumbs = make("div", { class: "thumbs" }, pictured.length > 1 && pictured.map((each) =>
            make("button", { type: "button", "data-page": each, "aria-label": "Show page " + each,
              on: { click: () => show(each) } }, make("img", { src: "./" + pictures.get(each), loading: "lazy",
              decoding: "async", alt: "" }))));
          sheet.node = make("figure", { class: "sheet" }, stage,
            make("figcaption", { class: "turn" }, caption,
              pages.length > 1 && make("div", null, previous, next)), pictures.size > 1 && thumbs);
          show(pages[0]);
          return sheet;
        }

        """#

    /// The beginning of the text, with its tables.
    static let text = #"""
        const CELL = /(?<!\\)\|/;
        const LETTERS = { lt: "<", gt: ">", amp: "&", quot: '"' };
        // Marks of Markdown are taken away, addresses with them; bounded, so that no text takes long.
        const plain = (text) => text.replaceAll("<br>", " ").replace(/!?\[([^\][]{0,300})\]\([^()\s]{0,900}\)/g, "$1")
          .replace(/\*\*([^*]{1,300})\*\*/g, "$1").replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, "$1")
          .replace(/&(lt|gt|amp|quot);/g, (all, name) => LETTERS[name]);
        const cells = (line) => line.replace(/^\s*\|/, "").replace(/\|\s*$/, "").split(CELL)
          .map((cell) => plain(cell.trim()));

        function excerptOf(text, isMarkdown) {
          const node = make("div", { class: "excerpt", tabindex: "0", role: "region", "aria-label": "Text" });
          if (!isMarkdown) return fill(node, null, [make("p", { dir: "auto" }, text)]);
          const lines = text.split("\n");
          let passage = [];
          const flush = () => {
            if (passage.length > 0) node.append(make("p", { dir: "auto" }, plain(passage.join("\n"))));
            passage = [];
          };
          for (let at = 0; at < lines.length; at += 1) {
            const line = lines[at];
            if (/^\s*\|/.test(line) && /^\s*\|[\s|:-]+\|?\s*$/.test(lines[at + 1] || "")) {
              flush();
              const titles = cells(line), rows = [];
              for (at += 2; at < lines.length && /^\s*\|/.test(lines[at]); at += 1) rows.push(cells(lines[at]));
              at -= 1;
              node.append(tableOf(titles, rows));
            } else if (line.startsWith("<table>")) {
              flush();
              node.append(spanned(line));
            } else if (/^#{1,6} /.test(line)) {
              flush();
              node.append(make("p", { class: "head", dir: "auto" }, plain(line.replace(/^#+ /, ""))));
            } else if (line.trim() === "") flush();
            else passage.push(line);
          }
          flush();
          return node;
        }
        // A table with merged cells is written as HTML; its cells become cells, and what is in them text.
        function spanned(line) {
          const table = make("table");
          const parts = /<(\/?)(?:table|(tr|th|td))((?: (?:colspan|rowspan)="\d{1,3}"){0,2})>|[^<]+|</g;
          let row = null, cell = null;
          for (const [all, isEnd, name, spans] of line.replaceAll("<br>", " ").matchAll(parts)) {
            if (isEnd === undefined) { if (cell) cell.append(plain(all)); continue; }
            if (!name) continue;
            if (name === "tr") {
              cell = null;
              row = isEnd ? null : make("tr");
              if (row) table.append(row);
            } else {
              cell = isEnd || !row ? null : make(name, { dir: "auto", scope: name === "th" ? "col" : null });
              if (!cell) continue;
              for (const [, which, count] of spans.matchAll(/(colspan|rowspan)="(\d+)"/g)) {
                cell.setAttribute(which, count);
              }
              row.append(cell);
            }
          }
          return make("div", { class: "scroll" }, table);
        }
        function tableOf(titles, rows) {
          const row = (cells, name) => make("tr", null, cells.map((cell) =>
            make(name, { dir: "auto", scope: name === "th" ? "col" : null }, cell)));
          const hasTitles = titles.some(Boolean);
          return make("div", { class: "scroll" }, make("table", null,
            hasTitles && make("thead", null, row(titles, "th")),
            make("tbody", null, rows.map((cells) => row(cells, "td")))));
        }

        """#

    /// The list of index.html.
    static let batches = #"""
        document.title = data.folder + " \u2013 dropmill";
        element("head").append(
          make("p", { class: "overline" }, "Folder"), make("h1", null, isolated(data.folder)),
          make("p", { class: "sentence", role: "status" }, dot(data.live.length > 0 ? "busy" : "off"),
            make("span", null, data.live.length > 0 ? plural(data.live.length, "batch").replace("batchs", "batches")
              + " at work" : "Nothing is being worked on.")));

        function table(id, title, batches) {
          if (batches.length === 0) return;
          section(id, title, make("table", { class: "files batches" },
            make("caption", { hidden: true }, title),
            make("thead", null, make("tr", null, ["Batch", "State", "Files", "When"].map((name, index) =>
              make("th", { scope: "col", class: index > 1 ? "num extra" : null }, name)))),
            make("tbody", { class: "rows" }, batches.map((batch) => make("tr", { class: "row" },
              make("th", { scope: "row" }, link(batch.h, isolated(batch.n), { class: "name" }),
                batch.d && make("p", { class: "under" }, batch.d)),
              make("td", null, word(batch.w, batch.t)),
              make("td", { class: "extra num" }, batch.f),
              make("td", { class: "extra num soft" }, moments.format(batch.at)))))));
        }
        table("live", "At work", data.live);
        table("finished", "Finished", data.finished);
        if (data.live.length + data.finished.length === 0) {
          element("main").append(make("p", { class: "none" }, "Drop a directory or a file into inbox."));
        }
        element("foot").append(make("p", null, link("STATUS.txt", "The same as text")),
          make("p", null, data.note), make("p", null, "Written by dropmill " + data.version));

        """#
}
