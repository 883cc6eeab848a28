/// The script of the pages for people.
///
/// Whatever comes from documents and names reaches the page as the content of text nodes, through `make`: there is no
/// other way in, and attributes are set from a list of harmless ones.
enum PageScript {
    /// What report.html runs.
    static let report = begin + base + head + files + rows + details + fields + paper + text + start + end
    /// What index.html runs.
    static let index = begin + base + batches + end

    private static let begin = "(() => {\n\"use strict\";\n"
    private static let end = "})();\n"

    private static let base = #"""
        const data = JSON.parse(document.getElementById("data").textContent);
        const SVG = "http://www.w3.org/2000/svg";
        const element = (id) => document.getElementById(id);

        function fill(node, attributes, children) {
          for (const [name, value] of Object.entries(attributes || {})) {
            if (name === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
            else if (name.startsWith("aria-")) node.setAttribute(name, value);
            else if (value === true) node.setAttribute(name, "");
            else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
          }
          for (const child of children.flat(Infinity)) {
            if (child !== null && child !== undefined && child !== false && child !== "") node.append(child);
          }
          return node;
        }
        const make = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
        const draw = (name, attributes, ...children) =>
          fill(document.createElementNS(SVG, name), attributes, children);
        // Text of a document or a person may run from the right; it must not turn what stands around it.
        const isolated = (text, attributes) => make("bdi", attributes, String(text));
        const dot = (tone) => make("span", { class: "dot " + tone, "aria-hidden": "true" });
        const word = (text, tone) => make("span", { class: "word" }, dot(tone), text);
        const safe = (path) => (/^[A-Za-z0-9._~%-]+(\/[A-Za-z0-9._~%-]+)*$/.test(path) ? path : null);
        const link = (path, name, attributes) =>
          safe(path) ? make("a", { href: "./" + path, ...attributes }, name) : make("span", attributes, name);

        const moments = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
        const number = (value) => value.toLocaleString("en-US");
        const plural = (count, noun) => number(count) + " " + noun + (count === 1 ? "" : "s");
        function span(milliseconds) {
          if (milliseconds < 1000) return milliseconds + " ms";
          if (milliseconds < 60000) return (milliseconds / 1000).toFixed(1) + " s";
          const seconds = Math.round(milliseconds / 1000);
          return Math.floor(seconds / 60) + " min " + (seconds % 60) + " s";
        }
        function bytes(count) {
          const units = ["bytes", "kB", "MB", "GB", "TB"];
          let unit = 0;
          while (count >= 1000 && unit < 4) { count /= 1000; unit += 1; }
          return (unit && count < 10 ? count.toFixed(1) : Math.round(count)) + " " + units[unit];
        }

        function memory() {
          try { return JSON.parse(sessionStorage.getItem("dropmill " + data.id)) || {}; } catch { return {}; }
        }
        function remember(value) {
          try { sessionStorage.setItem("dropmill " + data.id, JSON.stringify(value)); } catch { return; }
        }
        function section(id, title, ...children) {
          element("main").append(
            make("section", { id, "aria-labelledby": id + "-title" }, make("h2", { id: id + "-title" }, title),
              children));
        }

        """#

    private static let head = #"""
        function showHead() {
          document.title = data.name + " \u2013 " + data.word;
          const facts = data.facts.map(([label, value]) => make("div", null, make("dt", null, label),
            make("dd", null, typeof value === "number" ? moments.format(value) : isolated(value))));
          const counts = data.counts.filter(([, count]) => count > 0);
          const bar = make("div", { class: "bar", role: "img",
            "aria-label": number(data.done) + " of " + plural(data.total, "file") + " done" });
          for (const [, count, tone] of counts) {
            const part = make("span", { class: tone });
            part.style.flexGrow = count;
            bar.append(part);
          }
          const rest = data.total - counts.reduce((sum, [, count]) => sum + count, 0);
          if (rest > 0) {
            const part = make("span", { class: "rest" });
            part.style.flexGrow = rest;
            part.style.visibility = "hidden";
            bar.append(part);
          }
          element("head").append(
            make("p", { class: "overline" }, data.folder ? ["Folder ", isolated(data.folder)] : "Batch"),
            make("h1", null, isolated(data.name)),
            make("p", { class: "sentence", role: "status" }, dot(data.tone), make("span", null, data.sentence)),
            data.total > 0 && bar,
            counts.length > 0 && make("ul", { class: "legend", "aria-label": "Files by outcome" },
              counts.map(([name, count, tone]) =>
                make("li", null, dot(tone), make("span", null, number(count) + " " + name)))),
            make("dl", { class: "facts" }, facts));
        }

        function showProblems() {
          const panels = data.problems.map((problem) => make("div", { class: "panel alert" },
            make("p", { class: "advice" }, problem.r), make("ul", null, make("li", null, problem.m))));
          const groups = data.failures.groups.map((group) => make("div", { class: "group" },
            make("p", { class: "advice" }, group.r),
            make("ul", null, group.files.map((file) => make("li", null,
              file.i === undefined
                ? isolated(file.p)
                : make("button", { type: "button", class: "link", on: { click: () => reveal(file.i) } },
                  isolated(file.p)),
              make("span", { class: "soft" }, file.m))))));
          if (panels.length + groups.length === 0) return;
          const hidden = data.failures.more;
          section("problems", "What to do", panels,
            groups.length > 0 && make("div", { class: "panel" }, groups),
            hidden > 0 && make("p", { class: "soft part" },
              "And " + plural(hidden, "more file") + "; all of them are in ",
              link("errors.jsonl", "errors.jsonl"), "."));
        }

        function showNotes() {
          if (data.notes.length === 0) return;
          section("notes", "Good to know", make("ul", { class: "notes" },
            data.notes.map((note) => make("li", null, isolated(note)))));
        }

        function showFoot() {
          const names = [["results.csv", "Results as a table"], ["results.jsonl", "Results for programs"],
            ["errors.jsonl", "Errors for programs"], ["STATUS.txt", "Status as text"]];
          element("foot").append(
            make("p", null, names.filter(([name]) => data.links.includes(name)).map(([name, title]) =>
              link(name, title))),
            make("p", null, "Batch " + data.id + ", written by dropmill " + data.version));
        }

        """#
}
