"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const main = document.getElementById("main");
  const input = document.getElementById("search");
  const hits = document.getElementById("hits");
  /** Rows that a table shows at first. */
  const FIRST_ROWS = 100;
  const MOST_HITS = 40;

  // Everything that a user wrote comes onto the page through here, as text.
  function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
    return element;
  }
  const by = (list, key = "id") => new Map(list.map((one) => [one[key], one]));
  const agents = by(data.agents);
  const teams = by(data.teams);
  const contracts = by(data.contracts);
  const topologies = by(data.topologies);
  const handoffs = by(data.handoffs);
  const groups = (list, keys) => {
    const out = new Map();
    for (const one of list) for (const key of keys(one)) if (key) out.set(key, [...(out.get(key) ?? []), one]);
    return out;
  };
  const unique = (list) => [...new Set(list)];
  const ofAgent = groups(data.handoffs, (one) => unique([one.from_agent, one.to_agent, ...one.fallback_agents]));
  const ofContract = groups(data.handoffs, (one) => [one.contract_id]);
  const ofTeam = groups(data.handoffs, (one) => one.teams);
  const ofTopology = groups(data.handoffs, (one) => [one.topology_id]);
  const agentsOfTeam = groups(data.agents, (one) => [one.team]);
  const contractsOfTeam = groups(data.contracts, (one) => [one.team]);

  const to = (kind, id) => `#/${kind}/${encodeURIComponent(id)}`;
  const link = (kind, id, name) => h("a", { href: to(kind, id) }, name || id);
  const agent = (id, name) => (agents.has(id) ? link("agent", id, agents.get(id).name) : (name ?? id));
  const team = (id) => (teams.has(id) ? link("team", id, teams.get(id).name) : null);
  const isPage = (url) => /^(https?:\/\/|mailto:)/i.test(url ?? "");
  const outside = (url, text) => (isPage(url) ? h("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, text || url) : text);
  const chip = (text, look) => h("span", { class: look ? `chip chip--${look}` : "chip" }, text);
  const missing = (text) => h("span", { class: "missing" }, text);
  const title = (one) => `${one.from.name} → ${one.to.name}`;
  const reach = (ways) =>
    ways?.length ? h("span", { class: "reach" }, ways.map((way) => h("span", null, `${way.channel}: `, way.link ? outside(way.link, way.address) : way.address))) : null;
  const joined = (nodes) => nodes.flatMap((node, index) => (index ? [", ", node] : [node]));
  const section = (heading, ...children) => {
    const shown = children.flat(3).filter(Boolean);
    return shown.length ? [h("h2", null, heading), ...shown] : [];
  };

  function table(heads, list, row) {
    if (!list.length) return null;
    const body = h("tbody");
    let shown = 0;
    const add = () => {
      const next = list.slice(shown, shown + (shown ? 1000 : FIRST_ROWS));
      body.append(...next.map((one) => h("tr", null, row(one).map((cell) => h("td", null, cell)))));
      shown += next.length;
      if (shown >= list.length) more?.remove();
      else more.textContent = `Show more (${list.length - shown} left)`;
    };
    const more = h("button", { class: "more", type: "button", on: { click: () => add() } });
    const out = [h("div", { class: "table" }, h("table", null, h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))), body))];
    if (list.length > FIRST_ROWS) out.push(more);
    add();
    return out;
  }
  const byUrgency = (list) => [...list].sort((a, b) => b.urgency - a.urgency || (title(a) < title(b) ? -1 : 1));
  const handoffTable = (list) =>
    table(["Criticality", "Handoff", "Contract", "Owner", "Alerts"], byUrgency(list), (one) => [
      chip(one.criticality, one.criticality),
      link("handoff", one.id, title(one)),
      one.contract_id ? link("contract", one.contract_id, one.contract ?? one.contract_id) : missing("none"),
      one.teams.length ? joined(one.teams.map(team)) : missing("nobody"),
      String(one.alerts.length),
    ]);

  const SVG = "http://www.w3.org/2000/svg";
  function drawing(topology) {
    const kept = [...document.querySelectorAll("template[data-drawing]")].find((one) => one.dataset.drawing === topology.id);
    const svg = kept?.content.querySelector("svg")?.cloneNode(true);
    if (!svg) return null;
    svg.setAttribute("role", "group");
    for (const place of topology.places) {
      const known = place.kind === "agent" ? agents.get(place.id)?.name : handoffs.has(place.id) && title(handoffs.get(place.id));
      if (!known) continue;
      const anchor = document.createElementNS(SVG, "a");
      anchor.setAttribute("class", "hit");
      anchor.setAttribute("href", to(place.kind, place.id));
      anchor.setAttribute("aria-label", known);
      const rect = document.createElementNS(SVG, "rect");
      for (const name of ["x", "y", "width", "height"]) rect.setAttribute(name, place[name]);
      rect.setAttribute("rx", place.kind === "agent" ? "10" : "6");
      anchor.append(rect);
      svg.append(anchor);
    }
    const view = h("div", { class: "drawing__view drawing__view--fit", tabindex: "0", role: "region", "aria-label": `Drawing of ${topology.name}` }, svg);
    const choose = (fits) => {
      view.classList.toggle("drawing__view--fit", fits);
      whole.setAttribute("aria-pressed", String(fits));
      full.setAttribute("aria-pressed", String(!fits));
    };
    const whole = h("button", { type: "button", "aria-pressed": "true", on: { click: () => choose(true) } }, "Whole");
    const full = h("button", { type: "button", "aria-pressed": "false", on: { click: () => choose(false) } }, "Full size");
    return h("div", { class: "drawing" }, h("div", { class: "drawing__tools" }, whole, full), view);
  }

  const pages = {
    home() {
      const urgent = byUrgency(data.handoffs.filter((one) => one.urgency >= 2));
      return [
        h("h1", null, data.title),
        h("p", { class: "lead" }, "Who hands over to whom, who owns it, and what to do when it breaks."),
        data.topologies.length
          ? h("div", { class: "cards" }, data.topologies.map((one) => h("a", { class: "card", href: to("topology", one.id) }, h("strong", null, one.name), h("p", null, one.purpose), h("small", null, `${ofTopology.get(one.id)?.length ?? 0} handoffs`))))
          : h("p", { class: "empty" }, "There are no topologies yet."),
        section("Most urgent handoffs", handoffTable(urgent)),
      ];
    },
    topology(id) {
      const one = topologies.get(id);
      if (!one) return null;
      return [
        h("h1", null, one.name),
        h("p", { class: "lead lines" }, one.purpose),
        one.team ? h("p", null, "Owned by ", team(one.team)) : null,
        drawing(one),
        section("Handoffs", handoffTable(ofTopology.get(id) ?? [])),
      ];
    },
    handoff(id) {
      const one = handoffs.get(id);
      if (!one) return null;
      const calls = one.calls.length
        ? h("ol", { class: "calls" }, one.calls.map((call) => h("li", null, h("span", { class: "calls__when" }, call.when), h("span", null, h("span", { class: "calls__who" }, call.who.name), call.channel ? `, ${call.channel}` : "", reach(call.who.reach)))))
        : missing("Nobody is named to be called.");
      const incident = one.incidents[0];
      const last = one.changes[0];
      return [
        h("p", { class: "crumbs" }, link("topology", one.topology_id, one.topology), " / handoff ", h("code", null, one.id)),
        h("h1", null, agent(one.from_agent, one.from.name), " → ", one.to_agent ? agent(one.to_agent, one.to.name) : one.to.name),
        h("ul", { class: "facts" }, chip(`${one.criticality} criticality`, one.criticality), chip(one.mode), one.dashboard && isPage(one.dashboard) ? outside(one.dashboard, "Dashboard") : null, one.span ? null : chip("no span: traces do not show it")),
        h(
          "div",
          { class: "night" },
          h("section", { class: "night__call" }, h("h2", null, "Call"), calls, one.escalation?.repeat ? h("p", { class: "calls__when" }, `The path is repeated ${one.escalation.repeat}.`) : null),
          h("section", null, h("h2", null, "Owner"), one.teams.length ? joined(one.teams.map(team)) : missing("No owning team"), one.owner_model ? h("p", { class: "calls__when" }, one.owner_model) : null),
          h("section", null, h("h2", null, "Falls back to"), one.fallback_agents.length ? joined(one.fallback_agents.map((id) => agent(id))) : one.fallback_owner ? `No other agent; ${one.fallback_owner.name} is responsible` : missing("Nobody")),
          h("section", null, h("h2", null, "Stuck messages"), one.dead_letter ? h("code", null, one.dead_letter) : missing("No dead letter queue")),
          h("section", null, h("h2", null, "Changed last"), last ? [h("strong", null, `${last.what} ${last.version}`), ` ${last.place}`, last.note ? h("p", { class: "calls__when" }, last.note) : null] : "Nothing is recorded"),
          incident ? h("section", null, h("h2", null, "Last incident"), `${incident.at}: ${incident.cause}`, incident.resolved ? "" : [" ", missing("still open")]) : null,
        ),
        section("Alerts", one.alerts.length
          ? h("ul", { class: "alerts" }, one.alerts.map((alert) => h("li", null, h("strong", null, alert.name), chip(alert.severity, alert.severity), h("p", null, alert.meaning), h("code", null, alert.condition), alert.url ? h("p", null, outside(alert.url, "Runbook of this alert")) : null)))
          : missing("No alert covers this handoff."),
          one.left_out.length ? h("ul", null, one.left_out.map(([name, why]) => h("li", null, `${name} is not among the exported rules: ${why}.`))) : null),
        section("Check first", one.checks.length ? h("ol", null, one.checks.map((check) => h("li", null, check))) : [h("p", { class: "lead" }, "Nobody has written checks. The records suggest:"), h("ol", null, one.derived_checks.map((check) => h("li", null, check)))]),
        section("Replay", one.replay ? h("p", { class: "lines" }, one.replay) : h("ul", null, one.derived_replay.map((line) => h("li", null, line)))),
        section("If it fails", h("ul", null, one.failure.map((line) => h("li", null, line))), one.fallbacks.length ? [h("p", null, "Then, in this order:"), h("ol", null, one.fallback_agents.map((id) => h("li", null, agent(id))))] : null),
        section("Changes", table(["What", "Version", "Where", "What changed"], one.changes, (row) => [row.what, row.version, row.place, row.note])),
        one.on_call.map((rota) => section(`On call in ${rota.rotation}`, table(["From", "To", "Who"], rota.shifts, (row) => [row.from, row.to, row.person]))),
        section("When it happens", h("p", null, `When ${one.trigger}.`), one.condition ? h("p", null, "Condition: ", h("code", null, one.condition)) : null, one.told.length ? h("ul", null, one.told.map((told) => h("li", null, `${told.language}: ${told.text}`))) : null),
        one.gate ? section("Gate", one.gate.question ? h("p", null, h("strong", null, one.gate.question)) : null, h("p", { class: "lines" }, one.gate.summary), h("p", null, "Reviewers: ", one.gate.reviewers.join(", ") || missing("nobody is named")), h("ul", null, one.gate.branches.map(([answer, goes]) => h("li", null, `“${answer}” ${goes ? `leads to ${goes}` : "lets it go on"}`)))) : null,
        section("Contract", one.contract_id ? h("p", null, link("contract", one.contract_id, one.contract ?? one.contract_id)) : missing("No contract.")),
        section("Incidents", table(["When", "Cause", "Learned"], one.incidents, (row) => [row.at, row.link ? outside(row.link, row.cause) : row.cause, row.lesson])),
        one.disagreement.length ? section("If the owners disagree", h("ul", null, one.disagreement.map((line) => h("li", null, line)))) : null,
        one.notes ? section("Notes", h("p", { class: "lines" }, one.notes)) : null,
      ];
    },
    agent(id) {
      const one = agents.get(id);
      if (!one) return null;
      const all = ofAgent.get(id) ?? [];
      return [
        h("p", { class: "crumbs" }, "agent ", h("code", null, one.id)),
        h("h1", null, one.name),
        h("ul", { class: "facts" }, chip(one.kind), chip(one.lifecycle), one.capabilities.map((tag) => chip(tag)), one.languages.map((tag) => chip(tag))),
        h("p", null, "Owned by ", team(one.team) ?? missing("nobody")),
        h("p", { class: "lead lines" }, one.scope),
        one.links.length ? h("p", null, joined(one.links.map(([what, url]) => outside(url, what)))) : null,
        section("Receives", handoffTable(all.filter((handoff) => handoff.to_agent === id))),
        section("Hands over", handoffTable(all.filter((handoff) => handoff.from_agent === id))),
        section("Takes over as a fallback", handoffTable(all.filter((handoff) => handoff.fallback_agents.includes(id)))),
      ];
    },
    contract(id) {
      const one = contracts.get(id);
      if (!one) return null;
      return [
        h("p", { class: "crumbs" }, "contract ", h("code", null, one.id)),
        h("h1", null, one.name),
        h("p", { class: "lead lines" }, one.purpose),
        h("p", null, "Owned by ", team(one.team) ?? missing("nobody")),
        section("Handoffs that carry it", handoffTable(ofContract.get(id) ?? [])),
        section("Versions", one.versions.map((version) => [h("h3", null, version.version, " ", chip(version.state)), version.note ? h("p", null, version.note) : null, version.sensitive.length ? h("p", null, "Sensitive: ", joined(version.sensitive.map((pointer) => h("code", null, pointer)))) : null, h("details", null, h("summary", null, "Schema of the payload"), h("pre", { tabindex: "0" }, version.schema))])),
      ];
    },
    team(id) {
      const one = teams.get(id);
      if (!one) return null;
      const list = (kind, all) => (all?.length ? h("ul", null, all.map((each) => h("li", null, link(kind, each.id, each.name)))) : null);
      return [
        h("p", { class: "crumbs" }, "team ", h("code", null, one.id)),
        h("h1", null, one.name),
        h("p", { class: "lead lines" }, one.purpose),
        one.platform ? chip("platform team") : null,
        reach(one.reach) ?? missing("No contact is recorded."),
        section("Handoffs it owns", handoffTable(ofTeam.get(id) ?? [])),
        section("Agents", list("agent", agentsOfTeam.get(id))),
        section("Contracts", list("contract", contractsOfTeam.get(id))),
      ];
    },
    handoffs: () => [h("h1", null, "Handoffs"), handoffTable(data.handoffs) ?? h("p", { class: "empty" }, "There are no handoffs yet.")],
    agents: () => [h("h1", null, "Agents"), table(["Agent", "Kind", "Team", "Handoffs"], data.agents, (one) => [link("agent", one.id, one.name), one.kind, team(one.team) ?? missing("nobody"), String(ofAgent.get(one.id)?.length ?? 0)]) ?? h("p", { class: "empty" }, "There are no agents yet.")],
    contracts: () => [h("h1", null, "Contracts"), table(["Contract", "Newest", "State", "Team"], data.contracts, (one) => [link("contract", one.id, one.name), one.versions[0]?.version ?? "none", one.versions[0]?.state ?? "", team(one.team) ?? missing("nobody")]) ?? h("p", { class: "empty" }, "There are no contracts yet.")],
    teams: () => [h("h1", null, "Teams"), table(["Team", "Owns handoffs", "Reach"], data.teams, (one) => [link("team", one.id, one.name), String(ofTeam.get(one.id)?.length ?? 0), reach(one.reach) ?? ""]) ?? h("p", { class: "empty" }, "There are no teams yet.")],
  };

  const lists = ["handoffs", "agents", "contracts", "teams"];
  document.getElementById("home").textContent = data.title;
  const nav = document.getElementById("nav");
  nav.append(...lists.map((name) => h("a", { href: `#/${name}`, "data-list": name }, name[0].toUpperCase() + name.slice(1), h("small", null, String(data[name].length)))));

  function route() {
    if (!location.hash.startsWith("#/")) return location.hash === "" || location.hash === "#" ? ["home"] : null;
    const parts = location.hash.slice(2).split("/");
    try {
      return parts[0] ? [parts[0], decodeURIComponent(parts.slice(1).join("/"))] : ["home"];
    } catch {
      return ["nothing"];
    }
  }

  function show(isFirst) {
    const at = route();
    // A fragment of the page itself, such as the link past the bar.
    if (!at) return isFirst ? render(["home"], true) : undefined;
    render(at, isFirst);
  }

  function render([kind, id], isFirst) {
    const page = Object.hasOwn(pages, kind) ? pages[kind](id) : null;
    const shown = page ?? [h("h1", null, "Not found"), h("p", { class: "lead" }, "This page is not part of this export. ", h("a", { href: "#/" }, "Back to the start"))];
    main.replaceChildren(...shown.flat(4).filter(Boolean));
    const heading = main.querySelector("h1").textContent;
    document.title = kind === "home" ? data.title : `${heading} · ${data.title}`;
    for (const one of nav.children) {
      if (one.dataset.list === kind || one.dataset.list === `${kind}s`) one.setAttribute("aria-current", "page");
      else one.removeAttribute("aria-current");
    }
    close();
    if (isFirst) return;
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }

  // The search: every word has to be found; names before ids before the rest.
  const entries = [
    ...data.topologies.map((one) => ({ kind: "topology", id: one.id, name: one.name, more: one.purpose })),
    ...data.handoffs.map((one) => ({ kind: "handoff", id: one.id, name: title(one), more: [one.contract, one.dead_letter, one.trigger, ...one.alerts.map((alert) => alert.name), ...one.checks].join(" ") })),
    ...data.agents.map((one) => ({ kind: "agent", id: one.id, name: one.name, more: [one.kind, one.scope, ...one.capabilities].join(" ") })),
    ...data.contracts.map((one) => ({ kind: "contract", id: one.id, name: one.name, more: one.purpose })),
    ...data.teams.map((one) => ({ kind: "team", id: one.id, name: one.name, more: one.purpose })),
  ].map((one) => ({ ...one, low: { name: one.name.toLowerCase(), id: one.id.toLowerCase(), more: one.more.toLowerCase() } }));

  function find(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const score = ({ low }) => {
      let sum = 0;
      for (const word of words) {
        const at = low.name.indexOf(word);
        if (at === 0) sum += 8;
        else if (at > 0) sum += 5;
        else if (low.id.includes(word)) sum += 4;
        else if (low.more.includes(word)) sum += 1;
        else return 0;
      }
      return sum + 1 / (1 + low.name.length);
    };
    const found = entries.map((one) => [score(one), one]).filter(([points]) => points > 0);
    return found.sort((a, b) => b[0] - a[0]).slice(0, MOST_HITS).map(([, one]) => one);
  }

  let chosen = -1;
  function close() {
    hits.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function choose(index) {
    const rows = hits.querySelectorAll("[role=option]");
    chosen = rows.length ? (index + rows.length) % rows.length : -1;
    rows.forEach((row, place) => row.setAttribute("aria-selected", String(place === chosen)));
    if (chosen < 0) return;
    input.setAttribute("aria-activedescendant", rows[chosen].id);
    rows[chosen].scrollIntoView({ block: "nearest" });
  }
  function go(one) {
    input.value = "";
    close();
    location.hash = to(one.kind, one.id);
  }
  function search() {
    const found = find(input.value);
    hits.replaceChildren(
      ...(found.length
        ? found.map((one, index) => h("li", { role: "option", id: `hit-${index}`, "aria-selected": "false", on: { mousedown: (event) => { event.preventDefault(); go(one); } } }, h("span", null, one.name), h("small", null, one.kind)))
        : [h("li", { class: "hits__none" }, "Nothing was found.")]),
    );
    hits.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!hits.hidden));
    hits.found = found;
    choose(0);
  }
  input.addEventListener("input", search);
  input.addEventListener("focus", () => input.value.trim() && search());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && !hits.hidden && hits.found[chosen]) go(hits.found[chosen]);
    else if (event.key === "Escape") {
      input.value = "";
      close();
    } else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && event.target !== input) {
      event.preventDefault();
      input.focus();
    }
  });
  addEventListener("hashchange", () => show(false));
  show(true);
})();
