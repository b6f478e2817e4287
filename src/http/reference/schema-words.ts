import { type ComponentChildren, h } from 'preact';
import { type JsonSchema, referred } from '../openapi/json-schema.ts';

const counted = new Intl.NumberFormat('en');

/** What a value has to be, in a few words; what has a name is a link to it. */
export function kindOf(schema: JsonSchema): ComponentChildren {
  const name = referred(schema);
  if (name !== null) return h('a', { href: `#schema-${name}` }, name);
  if (schema.const !== undefined) return h('code', null, JSON.stringify(schema.const));
  if (schema.enum !== undefined)
    return joined(
      schema.enum.map((value) => h('code', null, String(value))),
      ' | ',
    );
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return joined(choices.map(kindOf), ' or ');
  if (schema.allOf !== undefined) return joined(schema.allOf.map(kindOf), ' and ');
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (types.length === 0) return 'anything';
  return joined(
    types.map((type) => ofType(type, schema)),
    ' or ',
  );
}

function ofType(type: string, schema: JsonSchema): ComponentChildren {
  switch (type) {
    case 'string':
      return textInWords(schema);
    case 'integer':
    case 'number':
      return `${type === 'integer' ? 'whole number' : 'number'}${range(schema.minimum, schema.maximum)}`;
    case 'array':
      return ['list of ', kindOf(schema.items ?? {}), range(schema.minItems, schema.maxItems)];
    case 'object':
      return objectInWords(schema);
    case 'boolean':
      return 'true or false';
    default:
      return type;
  }
}

function objectInWords({ properties, additionalProperties, propertyNames }: JsonSchema): ComponentChildren {
  if (properties !== undefined || typeof additionalProperties !== 'object') return 'object';
  const key = propertyNames === undefined ? 'name' : kindOf(propertyNames);
  return ['object of ', key, ' → ', kindOf(additionalProperties)];
}

function textInWords({ format, minLength, maxLength, pattern }: JsonSchema): ComponentChildren {
  const length = range(minLength, maxLength);
  const shape = format ?? 'text';
  return pattern === undefined || format !== undefined || pattern.length > 60
    ? `${shape}${length}`
    : [`${shape}${length} `, h('code', null, pattern)];
}

function range(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined)
    return least === most
      ? `, ${counted.format(least)}`
      : `, ${counted.format(least)} to ${counted.format(most)}`;
  if (most !== undefined) return `, at most ${counted.format(most)}`;
  return least === undefined || least === 0 ? '' : `, at least ${counted.format(least)}`;
}

const joined = (parts: readonly ComponentChildren[], between: string): ComponentChildren =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]));
