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
  option.textContent = `${example.vi} (${example.name})`;
  option.title = example.en;
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
// A result's IRI opens our page about it, which needs no internet.
document.getElementById("yasgui").addEventListener("click", (event) => {
  const link = event.target.closest(".yasr a.iri");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  window.open("/resource?" + new URLSearchParams({ iri: link.getAttribute("href") }), "_blank", "noopener");
}, true);
