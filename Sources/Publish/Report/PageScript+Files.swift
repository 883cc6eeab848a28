extension PageScript {
    /// The list of the files: search, filter, order and pages.
    static let files = #"""
        const PAGE = 100;
        const PRINTED = 1000;
        const STATES = {
          succeeded: ["succeeded", "good"], partial: ["partly read", "fair"], failed: ["failed", "bad"],
          skipped: ["skipped", "off"], cancelled: ["cancelled", "off"], running: ["being read", "busy"],
          pending: ["waiting", "off"],
        };
        const COLUMNS = [
          ["File", "p", false], ["Outcome", "s", false], ["Kind", "k", false], ["Pages", "n", true],
          ["Time", "d", true], ["Cost", "c", true],
        ];
        const items = data.items;
        const hasCost = items.some((item) => item.c !== undefined);
        const columns = COLUMNS.filter(([, key]) => key !== "c" || hasCost);
        const view = { search: "", state: "all", key: null, isDown: false, page: 0, open: new Set(), ...memory() };
        view.open = new Set(view.open);
        let found = items;

        function haystack(item) {
          if (item.hay === undefined) {
            const values = item.x && item.x.f ? item.x.f.map((field) => field[1]) : [];
            item.hay = [item.p, item.t, item.k, item.e && item.e.m, ...(item.g || []), ...values].join("\n")
              .toLowerCase();
          }
          return item.hay;
        }
        function compare(left, right) {
          const a = left[view.key], b = right[view.key];
          if (a === b) return left.i - right.i;
          if (a === undefined) return 1;
          if (b === undefined) return -1;
          const order = typeof a === "number" && typeof b === "number" ? a - b
            : String(a).localeCompare(String(b), undefined, { numeric: true });
          return (view.isDown ? -order : order) || left.i - right.i;
        }
        function find() {
          const words = view.search.toLowerCase().split(/\s+/).filter(Boolean);
          found = items.filter((item) => (view.state === "all" || item.s === view.state)
            && words.every((word) => haystack(item).includes(word)));
          if (view.key) found.sort(compare);
          view.page = Math.max(0, Math.min(view.page, Math.ceil(found.length / PAGE) - 1));
        }
        function update(change, focus) {
          Object.assign(view, change);
          find();
          showRows();
          remember({ search: view.search, state: view.state, key: view.key, isDown: view.isDown, page: view.page,
            open: [...view.open].slice(0, 20) });
          if (focus) focus();
        }

        function showFiles() {
          if (data.total === 0) return;
          const states = Object.keys(STATES).filter((state) => items.some((item) => item.s === state));
          const count = (state) => items.filter((item) => item.s === state).length;
          const chip = (state, title) => make("button", { type: "button", class: "chip", "data-state": state,
            on: { click: () => update({ state, page: 0 }) } }, title);
          const search = make("input", { type: "search", class: "search", id: "search", "aria-label": "Search files",
            placeholder: "Search names, tags, values ( / )", autocomplete: "off", spellcheck: "false",
            value: view.search, on: { input: (event) => update({ search: event.target.value, page: 0 }) } });
          section("files", data.isWhole ? "Files" : "Files so far",
            data.isWhole ? null : make("p", { class: "soft part" }, data.listNote),
            items.length > 0 && [
              make("div", { class: "tools" }, search, states.length > 1 && make("div", { class: "chips", role: "group",
                "aria-label": "Show by outcome" }, chip("all", "All " + number(items.length)),
                states.map((state) => chip(state, STATES[state][0] + " " + number(count(state)))))),
              make("table", { class: "files" }, make("caption", { hidden: true }, "Files of the batch"),
                make("thead", null, make("tr", null, columns.map(heading))),
                make("tbody", { class: "rows", id: "rows" })),
              make("p", { class: "none", id: "none", role: "status", hidden: true }, "No file fits the search."),
              make("nav", { class: "pager", id: "pager", "aria-label": "Pages of the list" }),
            ]);
        }
        function heading([title, key, isNumber]) {
          return make("th", { scope: "col", class: isNumber ? "num extra" : key === "k" ? "extra" : null,
            "data-key": key }, make("button", { type: "button", class: "sort", on: { click: () => {
              const isSame = view.key === key;
              // Ascending, descending, and back to the order of the batch.
              update(isSame && view.isDown ? { key: null, isDown: false } : { key, isDown: isSame });
            } } }, title));
        }

        function showRows(isPrinted) {
          if (!element("rows")) return;
          const start = isPrinted ? 0 : view.page * PAGE;
          const shown = found.slice(start, isPrinted ? PRINTED : start + PAGE);
          element("rows").replaceChildren(...shown.flatMap(row));
          element("none").hidden = found.length > 0;
          for (const chip of document.querySelectorAll(".chip")) {
            chip.setAttribute("aria-pressed", chip.dataset.state === view.state);
          }
          for (const head of document.querySelectorAll("th[data-key]")) {
            if (head.dataset.key === view.key) head.setAttribute("aria-sort", view.isDown ? "descending" : "ascending");
            else head.removeAttribute("aria-sort");
          }
          const step = (title, by, isOff) => make("button", { type: "button", class: "step", disabled: isOff,
            on: { click: () => { update({ page: view.page + by }); element("files").scrollIntoView(); } } }, title);
          const last = start + shown.length;
          element("pager").replaceChildren(...(found.length <= PAGE ? [] : [
            make("span", { role: "status" },
              number(start + 1) + " to " + number(last) + " of " + number(found.length)),
            make("div", null, step("Previous", -1, start === 0), step("Next", 1, last >= found.length)),
          ]));
        }

        """#

    /// The row of one file, and the keys.
    static let rows = #"""
        function row(item) {
          const isOpen = view.open.has(item.i);
          const [title, tone] = STATES[item.s] || [item.s, "off"];
          const slash = item.p.lastIndexOf("/") + 1;
          const name = make("button", { type: "button", class: "name", "data-index": item.i, "aria-expanded": isOpen,
            "aria-controls": "detail-" + item.i, on: { click: () => toggle(item) } },
            isolated([item.p.slice(0, slash)], { class: "soft" }), isolated(item.p.slice(slash)));
          const under = item.e ? item.e.m : item.u ? "has the content of " + item.u : item.t;
          const line = make("tr", { class: isOpen ? "row open" : "row" },
            make("th", { scope: "row" }, name, under && make("p", { class: "under" }, isolated(under))),
            make("td", null, word(title, tone)),
            make("td", { class: "extra soft" }, item.k),
            make("td", { class: "extra num" }, item.n === undefined ? "" : number(item.n)),
            make("td", { class: "extra num" }, item.d ? span(item.d) : ""),
            hasCost && make("td", { class: "extra num" }, item.c === undefined ? "" : item.c.toFixed(4)));
          return isOpen ? [line, detail(item, columns.length)] : [line];
        }
        function toggle(item) {
          if (!view.open.delete(item.i)) view.open.add(item.i);
          update({}, () => focusRow(item.i));
        }
        function focusRow(index) {
          const button = document.querySelector('.name[data-index="' + index + '"]');
          if (button) button.focus();
        }
        function reveal(index) {
          view.open.add(index);
          update({ search: "", state: "all", key: null });
          element("search").value = "";
          update({ page: Math.floor(Math.max(0, found.findIndex((item) => item.i === index)) / PAGE) },
            () => focusRow(index));
        }

        function onKey(event) {
          if (event.ctrlKey || event.metaKey || event.altKey || !element("search")) return;
          const here = document.activeElement;
          const isTyping = here && here.id === "search";
          if (event.key === "/" && !isTyping) {
            event.preventDefault();
            element("search").focus();
          } else if (event.key === "Escape") {
            const open = here && here.closest ? here.closest("tr.detail, tr.open") : null;
            if (isTyping && view.search) { here.value = ""; update({ search: "", page: 0 }); }
            else if (open) {
              const line = open.classList.contains("detail") ? open.previousElementSibling : open;
              line.querySelector(".name").click();
            } else if (isTyping) here.blur();
          } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && here && here.matches(".name, #search")) {
            const names = [...document.querySelectorAll(".name")];
            const next = here.id === "search" ? 0 : names.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1);
            if (names[next]) { event.preventDefault(); names[next].focus(); }
          }
        }

        """#

    static let start = #"""
        showHead();
        showProblems();
        showNotes();
        showFiles();
        showFoot();
        find();
        showRows();
        document.addEventListener("keydown", onKey);
        window.addEventListener("beforeprint", () => showRows(true));
        window.addEventListener("afterprint", () => showRows(false));

        """#
}
