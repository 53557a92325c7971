import { expect, it } from "vitest";
import { elementsOf } from "./elements.ts";

it("reads the elements of a well-formed text", () => {
  expect(elementsOf('<svg a="1"><g><path d="M0 0"/></g> &amp; text</svg>\n')).toEqual(["svg", "g", "path"]);
});

it.each([
  ["<svg><g></svg></g>", "</svg> closes what is not open"],
  ["<svg>", "never closed: svg"],
  ["<svg></svg></svg>", "</svg> closes what is not open"],
  ["<svg a=1/>", "malformed"],
  ['<svg a="1" a="2"/>', "an attribute twice"],
  ["<svg>a < b</svg>", "malformed"],
  ["<svg>a & b</svg>", "malformed"],
  ['<svg x="NaN"/>', "no figure"],
  ["<svg/>text", "outside of any element"],
])("refuses %s: %s", (text, complaint) => {
  expect(() => elementsOf(text)).toThrow(complaint);
});
