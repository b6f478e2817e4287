import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const mostBytes = 4_096;

/** What somebody types when they are asked, or what standard input holds: never an argument, which others could read. */
export async function lineOfInput(terminal: Terminal, question: string): Promise<string> {
  if (terminal.person.in) return (await terminal.ask(question)).trim();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of terminal.input()) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > mostBytes) throw new UsageError('standard input', `has more than ${mostBytes} bytes`);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8').trim();
}
