import { destination, type Logger, levels, pino } from 'pino';

/** A log to standard error, one JSON line an entry; an unknown level means `info`. */
export function serverLog(level: string): Logger {
  const known = level === 'silent' || Object.hasOwn(levels.values, level);
  return pino({ level: known ? level : 'info', base: null, serializers: { err: errorOf } }, destination(2));
}

/** What failed and where, without what an error may have been given to carry. */
const errorOf = (error: unknown): object =>
  error instanceof Error
    ? { name: error.name, ...('code' in error ? { code: error.code } : {}), stack: error.stack }
    : { name: typeof error };
