import { UsageError } from './usage-error.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The arguments and options of one call, checked as they are asked for. */
export class Given {
  readonly #arguments: readonly unknown[];
  readonly #options: Readonly<Record<string, unknown>>;

  constructor(given: readonly unknown[], options: Readonly<Record<string, unknown>>) {
    this.#arguments = given;
    this.#options = options;
  }

  argument(index: number): string {
    return this.optionalArgument(index) ?? '';
  }

  optionalArgument(index: number): string | undefined {
    const value = this.#arguments[index];
    return typeof value === 'string' ? value : undefined;
  }

  /** A variadic argument. */
  argumentsFrom(index: number): readonly string[] {
    const value = this.#arguments[index];
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  }

  /** An option by its long name in camel case. */
  text(name: string): string | undefined {
    const value = this.#options[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** A variadic option. */
  texts(name: string): readonly string[] {
    const value = this.#options[name];
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  }

  flag(name: string): boolean {
    return this.#options[name] === true;
  }

  /** @throws UsageError naming the option */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw new UsageError(flagOf(name), 'is needed');
    return value;
  }

  /** @throws UsageError for what is no whole number within the bounds, inclusive */
  whole(name: string, least: number, most: number): number | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : wholeOf(flagOf(name), value, least, most);
  }

  /** @throws UsageError */
  uuid(name: string): string | undefined {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined || uuid.test(value)) return value;
    throw new UsageError(flagOf(name), 'must be a UUID, like 0190a5de-7c3a-7000-8000-0123456789ab');
  }

  /** The id by which a command acts once, where one was given. @throws UsageError */
  commandId(): string | undefined {
    const id = this.uuid('id');
    if (id === undefined || /^.{14}[47]/.test(id)) return id;
    throw new UsageError('--id', 'must be a UUID of version 4 or 7');
  }

  /** @throws UsageError */
  oneOf<const T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const choice = choices.find((each) => each === value);
    if (choice !== undefined) return choice;
    throw new UsageError(flagOf(name), `must be one of ${choices.join(', ')}`);
  }
}

export const isUuid = (text: string): boolean => uuid.test(text);

/** @throws UsageError */
export function wholeOf(field: string, text: string, least: number, most: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(field, `must be a whole number from ${least} to ${most}`);
}

const flagOf = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
