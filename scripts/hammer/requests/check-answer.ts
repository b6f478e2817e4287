import type { Heard } from './send.ts';

const slowMs = 1_000;
const traces = [
  /\n\s+at .+:\d+:\d+/,
  /node:internal/,
  /\/(?:src|dist|node_modules)\//,
  /SqliteError/,
  /ZodError/,
];

/** What is wrong with an answer, whatever was asked; nothing for a good one. */
export function faultsOf({ status, text, ms }: Heard): readonly string[] {
  const faults: string[] = [];
  if (status >= 500) faults.push(`status ${status}`);
  if (ms > slowMs) faults.push(`took ${Math.round(ms)} ms`);
  for (const trace of traces) if (trace.test(text)) faults.push(`tells of the inside: ${String(trace)}`);
  return faults;
}
