// The one Trusted Types policy. htmx and Leaflet write markup through innerHTML; with this policy named "default" every
// such string passes here first, and loses whatever could run. It backs up the server's escaping and the CSP, which
// forbids inline script already. Must run before htmx: modules and deferred scripts run in the order of the page.

const RUNNABLE = new Set(["", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"]);
const ADDRESSES = new Set(["href", "src", "action", "formaction", "data", "xlink:href"]);

// innerHTML inside the policy calls the policy again: while it parses, strings pass through it as they are.
let parsing = false;

function isDangerous(attribute) {
  const name = attribute.name.toLowerCase();
  if (name.startsWith("on") || name === "srcdoc") return true;
  // Control characters and spaces are dropped when a browser reads an address: "java\nscript:" runs too.
  return ADDRESSES.has(name) && attribute.value.replace(/[\u0000-\u0020]/g, "").toLowerCase().startsWith("javascript:");
}

// querySelectorAll does not enter <template>, and htmx wraps every answer in one: recurse into its content.
function clean(root) {
  let removed = false;
  for (const element of root.querySelectorAll("*")) {
    if (element.localName === "script" && RUNNABLE.has((element.getAttribute("type") ?? "").trim().toLowerCase())) {
      element.remove();
      removed = true;
      continue;
    }
    for (const attribute of [...element.attributes]) {
      if (isDangerous(attribute)) {
        element.removeAttribute(attribute.name);
        removed = true;
      }
    }
    if (element instanceof HTMLTemplateElement && clean(element.content)) removed = true;
  }
  return removed;
}

function createHTML(text) {
  if (parsing) return text;
  parsing = true;
  try {
    // A template accepts every fragment, table rows too; a whole document is parsed as one, to see <body onload>.
    if (/<(?:html|body|head)[\s>]/i.test(text)) {
      const parsed = new DOMParser().parseFromString(text, "text/html");
      if (clean(parsed)) return parsed.documentElement.outerHTML;
    }
    const template = document.createElement("template");
    template.innerHTML = text;
    return clean(template.content) ? template.innerHTML : text;
  } finally {
    parsing = false;
  }
}

function createScriptURL(text) {
  const url = new URL(text, document.baseURI);
  if (url.origin !== location.origin) throw new TypeError("Scripts come from this site only.");
  return url.href;
}

// The policy has no createScript: a string never becomes a script.
globalThis.trustedTypes?.createPolicy("default", { createHTML, createScriptURL });
