import type { Json } from './canonical.ts';

export const isJsonObject = (value: unknown): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A parsed value as JSON. It comes out of a schema, so anything else in it is a bug. */
export function toJson(value: unknown): Json {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    typeof value === 'number'
  ) {
    return value;
  }
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') throw new TypeError(`${typeof value} is no JSON`);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toJson(member)]));
}
