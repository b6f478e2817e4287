import { DEPTH_LIMIT } from '../../events/canonical.ts';

const quote = 0x22;
const backslash = 0x5c;

/** What is wrong with the shape of a JSON text, however it is parsed; null where nothing is. */
export type ShapeFault = { readonly fault: 'depth' } | { readonly fault: 'twin'; readonly name: string };

/**
 * Looks through a text before anything is built of it: how deep it nests, and whether an object has a name twice, of which
 * a parser would pass over one. What is no JSON at all is left to the parser.
 */
export function shapeFault(text: string): ShapeFault | null {
  /** Names so far of each object that is open; null for an array. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === quote) {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (names instanceof Set && isName(text, end)) {
        const name = nameIn(text.slice(at, end + 1));
        if (names.has(name)) return { fault: 'twin', name };
        names.add(name);
      }
      at = end;
    } else if (character === 0x5b || character === 0x7b) {
      open.push(character === 0x7b ? new Set() : null);
      if (open.length > DEPTH_LIMIT) return { fault: 'depth' };
    } else if (character === 0x5d || character === 0x7d) open.pop();
  }
  return null;
}

/** Index of the closing quote, or of the last character where there is none. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === backslash) at += 1;
    else if (character === quote) return at;
  }
  return text.length - 1;
}

/** A string in an object is a name where a colon follows it. */
function isName(text: string, end: number): boolean {
  let at = end + 1;
  while (' \t\n\r'.includes(text.charAt(at)) && at < text.length) at += 1;
  return text.charAt(at) === ':';
}

/** A name may be written with escapes. */
function nameIn(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
