/**
 * The names of the elements of an SVG or XML text, as they begin.
 *
 * @throws Error where it is not well-formed: tags that do not nest, attributes without quotes or given twice, stray `<` or
 *   `&`, or figures that are none
 */
export function elementsOf(text: string): readonly string[] {
  const names: string[] = [];
  const open: string[] = [];
  const tag = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
  for (let at = 0; at < text.length;) {
    tag.lastIndex = at;
    const match = tag.exec(text);
    if (match === null) {
      const next = text.indexOf("<", at + 1);
      const content = text.slice(at, next === -1 ? undefined : next);
      if (content.startsWith("<") || /&(?!(amp|lt|gt|quot|apos|#\d+);)/.test(content))
        throw new Error(`malformed: ${content.slice(0, 60)}`);
      if (open.length === 0 && content.trim() !== "")
        throw new Error(`outside of any element: ${content.slice(0, 60)}`);
      at += content.length;
      continue;
    }
    const [whole, closing, name, attributes, empty] = match as unknown as [string, string, string, string, string];
    const given = [...attributes.matchAll(/([\w:-]+)=/g)].map(([, attribute]) => attribute);
    if (new Set(given).size < given.length) throw new Error(`an attribute twice: ${whole.slice(0, 60)}`);
    if (/NaN|Infinity|undefined/.test(attributes)) throw new Error(`no figure: ${whole.slice(0, 60)}`);
    if (closing === "/") {
      if (open.pop() !== name) throw new Error(`</${name}> closes what is not open`);
    } else {
      names.push(name);
      if (empty === "") open.push(name);
    }
    at += whole.length;
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(", ")}`);
  return names;
}
