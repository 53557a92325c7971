import { made } from "./find.ts";

/** One of several, each with its label and, where there is one, a sentence. */
export interface Radios<Value extends string> {
  readonly show: (value: Value, isEnabled?: boolean) => void;
}

export function radios<Value extends string>(
  host: HTMLElement,
  name: string,
  choices: Readonly<Record<Value, readonly [label: string, sentence?: string]>>,
  chosen: (value: Value) => void,
): Radios<Value> {
  const inputs = (Object.entries(choices) as [Value, readonly [string, string?]][]).map(
    ([value, [label, sentence]]) => {
      const input = made("input", { type: "radio", name, value, id: `${name}-${value}` });
      const text = made("span", {}, label, ...(sentence === undefined ? [] : [made("small", {}, sentence)]));
      host.append(made("label", { htmlFor: input.id }, input, text));
      input.addEventListener("change", () => chosen(value));
      return input;
    },
  );
  return {
    show: (value, isEnabled = true) => {
      for (const input of inputs) {
        input.checked = input.value === value;
        input.disabled = !isEnabled;
      }
    },
  };
}
