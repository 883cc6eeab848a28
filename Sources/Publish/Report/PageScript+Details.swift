extension PageScript {
    /// What opens below the row of a file.
    static let details = #"""
        const IMAGE = /^pages\/(\d+)\.png$/;

        function detail(item, width) {
          const x = item.x || {};
          const facts = [item.m, bytes(item.b), item.n === undefined ? null : plural(item.n, "page"),
            item.f && "pages not read: " + item.f.join(", "), item.a > 1 && plural(item.a, "attempt"),
            item.d ? span(item.d) : null].filter(Boolean);
          const outputs = (item.o || []).filter((name) => !IMAGE.test(name));
          const images = (item.o || []).map((name) => [IMAGE.exec(name), name]).filter(([match]) => match)
            .map(([match, name]) => [Number(match[1]), item.h + name]);
          const sheet = paperOf(item, x, images);
          const fields = fieldsOf(x, sheet);
          const excerpt = x.t ? excerptOf(x.t, x.z === 1) : null;
          return make("tr", { class: "detail", id: "detail-" + item.i }, make("td", { colspan: width },
            item.e && make("div", { class: "panel alert" }, make("p", { class: "advice" }, item.e.r),
              make("p", { class: "soft" }, item.e.m)),
            make("p", { class: "line" }, facts.map((fact) => make("span", null, isolated(fact)))),
            outputs.length > 0 && make("p", { class: "outputs" },
              outputs.map((name) => link(item.h + name, shownName(name)))),
            item.w && make("ul", { class: "notes part" }, item.w.map((text) => make("li", null, isolated(text)))),
            item.g && make("ul", { class: "tags", "aria-label": "Tags" },
              item.g.map((tag) => make("li", null, isolated(tag)))),
            (fields || sheet) && make("div", { class: fields && sheet ? "beside" : "beside alone" },
              fields, sheet && sheet.node),
            excerpt && make("div", { class: "part" }, make("h3", null, "How the text begins"), excerpt),
            !item.x && outputs.length > 0 && make("p", { class: "soft part" },
              "There was no room here for what is in it; the files above have all of it.")));
        }
        function shownName(name) {
          try { return isolated(decodeURIComponent(name)); } catch { return isolated(name); }
        }

        """#

    /// The values that were found, beside the page.
    static let fields = #"""
        const METHODS = { template: "template", rule: "rule", provider: "model", embedded_xml: "e-invoice" };

        const steps = (pointer) =>
          pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
        function label(names) {
          const text = names.map((name) => /^\d+$/.test(name) ? String(Number(name) + 1) : name.replaceAll("_", " "))
            .join(" \u203A ");
          return text.charAt(0).toUpperCase() + text.slice(1);
        }
        const shown = (value) => value === null ? "\u2013" : value === true ? "yes" : value === false ? "no"
          : typeof value === "object" ? JSON.stringify(value) : String(value);

        function fieldsOf(x, sheet) {
          if (!x.f && !x.u) return null;
          const single = [], tables = new Map();
          for (const field of x.f || []) {
            const names = steps(field[0]);
            const place = names.findIndex((name) => /^\d+$/.test(name));
            if (place < 0 || place === names.length - 1) { single.push([names, field]); continue; }
            const key = names.slice(0, place).join("/");
            if (!tables.has(key)) tables.set(key, { title: names.slice(0, place), columns: [], rows: new Map() });
            const table = tables.get(key), column = names.slice(place + 1).join("/");
            if (!table.columns.includes(column)) table.columns.push(column);
            if (!table.rows.has(names[place])) table.rows.set(names[place], new Map());
            table.rows.get(names[place]).set(column, field);
          }
          const node = make("div", { class: "fields" });
          if (single.length > 0) {
            node.append(make("table", null, make("caption", { hidden: true }, "Fields"),
              make("thead", null, make("tr", null, make("th", { scope: "col" }, "Field"),
                make("th", { scope: "col" }, "Value"), make("th", { scope: "col", class: "hint" }, "Found by"))),
              make("tbody", null, single.map(([names, field]) => fieldRow(names, field, sheet)))));
          }
          for (const table of tables.values()) node.append(fieldTable(table, sheet));
          const missing = new Map();
          for (const [pointer, message] of x.u || []) {
            missing.set(message, [...(missing.get(message) || []), label(steps(pointer)) || "Everything"]);
          }
          for (const [message, names] of missing) {
            const reason = message.charAt(0).toUpperCase() + message.slice(1);
            node.append(make("p", { class: "missing" }, isolated(reason), ": ", isolated(names.join(", ")), "."));
          }
          if (x.v) node.append(make("p", { class: "missing" }, x.v));
          return node;
        }
        const method = (field) => (Object.hasOwn(METHODS, field[2]) ? METHODS[field[2]] : field[2]);
        function hint(field) {
          const sure = field[3] === null ? "" : ", " + Math.round(field[3] * 100) + " % sure";
          return method(field) + sure + (field[4] ? ", page " + field[4] : "");
        }
        const brief = (field) => method(field)
          + (field[3] === null ? "" : ", " + Math.round(field[3] * 100) + " %");
        function fieldRow(names, field, sheet) {
          return placed(make("tr", null, make("th", { scope: "row", class: "label" }, isolated(label(names))),
            make("td", null, isolated(shown(field[1]), { dir: "auto" })),
            make("td", { class: "hint", title: hint(field) }, brief(field))), field, sheet);
        }
        function fieldTable(table, sheet) {
          const title = label(table.title) || "Rows", rows = [...table.rows.values()];
          const isNumeric = (column) => rows.every((cells) => typeof (cells.get(column) || [0, 0])[1] === "number");
          return make("div", null, make("h3", null, isolated(title)),
            make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
              make("table", { class: "wide" }, make("thead", null, make("tr", null, table.columns.map((name) =>
                make("th", { scope: "col", class: isNumeric(name) ? "num" : null }, isolated(label([name])))))),
              make("tbody", null, rows.map((cells) => make("tr", null,
                table.columns.map((column) => {
                  const field = cells.get(column);
                  if (!field) return make("td");
                  const isNumber = typeof field[1] === "number";
                  return placed(make("td", { class: isNumber ? "num" : null, title: hint(field) },
                    isolated(shown(field[1]), { dir: "auto" })), field, sheet);
                })))))));
        }
        // A value and its boxes light up together, from either side.
        function placed(node, field, sheet) {
          if (!sheet || !field[4] || !field[5]) return node;
          node.classList.add("place");
          node.tabIndex = 0;
          const light = () => sheet.light(field, node, true), off = () => sheet.light(field, node, false);
          for (const event of ["pointerenter", "focus"]) node.addEventListener(event, light);
          for (const event of ["pointerleave", "blur"]) node.addEventListener(event, off);
          sheet.owners.set(field, node);
          return node;
        }

        """#
}
