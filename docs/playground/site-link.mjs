import { PageEvent } from "typedoc";

const LINK = "playground/index.html";

/** TypeDoc writes a link of its header as it is given, on pages of any depth: here it leads to the playground from each. */
export function load(app) {
  app.renderer.on(PageEvent.END, (page) => {
    const up = "../".repeat(page.url.split("/").length - 1);
    page.contents = page.contents?.replaceAll(`href="${LINK}"`, `href="${up}${LINK}"`);
  });
}
