// Documents on the site: one without a title is named by its first heading, and all are grouped.
import { Converter } from "typedoc";

const headingOf = ({ content }) => /^# (.+)$/m.exec(content.map(({ text }) => text).join(""))?.[1];

function groupOf(path) {
  if (path.includes("/decisions/")) return "Decisions";
  return path.includes("/coming-from-") ? "Coming from" : "Guide";
}

export function load({ converter }) {
  converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const { frontmatter, project } = document;
    document.name = frontmatter.title ?? headingOf(document) ?? document.name;
    frontmatter.group = groupOf(project.files.getReflectionPath(document));
  });
}
