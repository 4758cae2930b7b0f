"use strict";
// The query page: YASGUI on our endpoint, the named questions as examples, downloads by address.
const data = JSON.parse(document.getElementById("data").textContent);
const endpoint = new URL("/sparql", location.href).href;
// Only completers that ask nobody: the others look terms up on the internet.
Yasgui.Yasqe.defaults.autocompleters = ["variables"];
const header = (query) => Object.entries(data.prefixes)
  .filter(([name]) => new RegExp("(^|[^\\w-])" + name + ":").test(query) && !new RegExp("prefix\\s+" + name + ":", "i").test(query))
  .map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("");
const filled = (query) => header(query) + query;
const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST" },
  persistenceId: null,
  copyEndpointOnNewTab: true,
  yasqe: { value: filled(data.first) },
  yasr: { prefixes: data.prefixes },
});
const tab = () => yasgui.getTab();
if (tab()) tab().getYasqe().setValue(filled(data.first));
const select = document.getElementById("example");
for (const [index, example] of data.examples.entries()) {
  const option = document.createElement("option");
  option.value = String(index);
  option.textContent = `${example[data.lang]} (${example.name})`;
  select.append(option);
}
select.addEventListener("change", () => {
  if (select.value === "") return;
  tab().getYasqe().setValue(filled(data.examples[Number(select.value)].sparql));
  tab().getYasqe().query().catch(() => {}); // the result pane says what went wrong
});
for (const button of document.querySelectorAll("[data-form]")) {
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = "/sparql?" + new URLSearchParams({ query: tab().getYasqe().getValue(), format: button.dataset.form, download: "1" });
    link.click();
  });
}
// Names for screen readers that YASGUI leaves out, now and in what it draws later.
const named = { ".CodeMirror textarea": "SPARQL", ".tableSizer": "Page size", ".tableFilter": "Filter" };
const name = () => {
  for (const [where, label] of Object.entries(named)) {
    for (const place of document.querySelectorAll(`#yasgui ${where}:not([aria-label])`)) place.setAttribute("aria-label", label);
  }
  for (const place of document.querySelectorAll("#yasgui .CodeMirror-scroll[tabindex='-1']")) place.tabIndex = 0;
};
new MutationObserver(name).observe(document.getElementById("yasgui"), { childList: true, subtree: true });
name();
// The answer as a graph page, in a window of its own; posted, because a query may be longer than an address.
document.getElementById("draw").addEventListener("click", () => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: `/graph?lang=${data.lang}`, target: "_blank", rel: "noopener", hidden: true });
  const field = document.createElement("textarea");
  Object.assign(field, { name: "query", value: tab().getYasqe().getValue() });
  form.append(field);
  document.body.append(form);
  form.submit();
  form.remove();
});
// A result's IRI opens our page about it, which needs no internet.
document.getElementById("yasgui").addEventListener("click", (event) => {
  const link = event.target.closest(".yasr a.iri");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  window.open("/resource?" + new URLSearchParams({ iri: link.getAttribute("href"), lang: data.lang }), "_blank", "noopener");
}, true);
