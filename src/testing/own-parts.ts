/** The same parts on nothing: what stands on the prototype of every object is no part of it. */
export const ownParts = <Whole extends object>(whole: Whole): Whole =>
  Object.assign(Object.create(null) as Whole, whole);
