import type { z } from 'zod';
import { LedgerError } from '../../events/errors.ts';
import { type Asked, commandSpecs } from './catalogue.ts';
import type { CommandSpec } from './command.ts';

const specs: ReadonlyMap<string, CommandSpec> = new Map(commandSpecs.map((spec) => [spec.name, spec]));

/** @throws LedgerError `unknown-command` */
export function specOf(name: string): CommandSpec {
  const spec = specs.get(name);
  if (spec !== undefined) return spec;
  const near = [...specs.keys()].filter((known) => known.split('-').some((word) => name.includes(word)));
  const hint = near.length > 0 ? `; did you mean ${near.slice(0, 4).join(', ')}?` : '';
  throw new LedgerError(
    'unknown-command',
    `there is no command ${JSON.stringify(name.slice(0, 60))}${hint}`,
    {
      command: name.slice(0, 60),
    },
  );
}

/**
 * A command's name with its data, checked against the command's own schema: the one parser of API, CLI and importers.
 * @throws LedgerError `unknown-command`, `invalid-command` naming the first field that does not fit, and the rule
 */
export function parseAsked(name: string, data: unknown): Asked {
  const spec = specOf(name);
  const parsed = spec.data.safeParse(data);
  if (parsed.success) {
    // The schema that was just passed is the one that the type of this name's data is inferred from.
    return { name: spec.name, data: parsed.data } as Asked;
  }
  const { field, rule } = faultOf(parsed.error.issues[0], data);
  throw new LedgerError('invalid-command', `${name}: ${field === '' ? 'the data' : field}: ${rule}`, {
    command: name,
    field,
    rule,
  });
}

/** The field at fault, and the rule that it breaks, as its caller would say it. */
function faultOf(
  issue: z.core.$ZodIssue | undefined,
  data: unknown,
): { readonly field: string; readonly rule: string } {
  if (issue === undefined) return { field: '', rule: 'does not fit the schema' };
  const path = issue.path.map(String);
  const field = path.join('.');
  if (issue.code === 'unrecognized_keys')
    return { field: [...path, issue.keys[0] ?? ''].join('.'), rule: 'is no field of this command' };
  if (path.length > 0 && isMissing(data, path)) return { field, rule: 'is required' };
  if (issue.code === 'invalid_value') return { field, rule: `must be one of ${issue.values.join(', ')}` };
  return { field, rule: issue.message.replace(/^Invalid input: /, '') };
}

function isMissing(data: unknown, path: readonly string[]): boolean {
  let value: unknown = data;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return true;
    value = Object.entries(value).find(([each]) => each === name)?.[1];
  }
  return value === undefined;
}
