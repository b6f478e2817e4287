import { type JsonSchema, referred } from './json-schema.ts';

type Components = Readonly<Record<string, JsonSchema>>;

/** What the values of the named schemas look like. */
const named: Readonly<Record<string, unknown>> = {
  Uuid: '0196f3f0-5a3e-7c1d-9a52-5b1f0c6d2e11',
  Key: 'a-key',
  Prose: 'In one or more sentences.',
  Line: 'In a line',
  Instant: '2027-03-12T17:00:00.000Z',
  Day: '2027-03-12',
  Month: '2027-03',
  Occurred: '2027-03',
  Sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  VerifierKey: 'ledger.example/governance+d1791181+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea',
  RootHash: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  FieldPath: 'reasons',
  Ordinal: 1,
  Deadline: {
    due: '2027-03-12T17:00:00.000Z',
    graceUntil: '2027-03-15T17:00:00.000Z',
    hardStop: '2027-03-19T17:00:00.000Z',
    zone: 'Europe/Lisbon',
  },
};

/** The least that fits a schema: what is required, and nothing else. */
export function exampleFrom(schema: JsonSchema, components: Components): unknown {
  const name = referred(schema);
  if (name !== null) return named[name] ?? exampleFrom(components[name] ?? {}, components);
  if (schema.const !== undefined) return schema.const;
  const [first] = schema.enum ?? [];
  if (first !== undefined) return first;
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice !== undefined) return exampleFrom(choice, components);
  switch (typeof schema.type === 'string' ? schema.type : schema.type?.[0]) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, exampleFrom(schema.properties?.[key] ?? {}, components)]),
      );
    case 'array':
      return (schema.minItems ?? 0) > 0 ? [exampleFrom(schema.items ?? {}, components)] : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return '…';
  }
}
