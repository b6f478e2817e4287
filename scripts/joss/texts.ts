import { createHash } from 'node:crypto';

/** Text of exactly so many bytes, the same for the same key: words of the key's own hash, and nothing anybody wrote. */
export function generatedText(key: string, bytes: number): string {
  let text = '';
  for (let block = 0; text.length < bytes; block += 1) {
    const hash = createHash('sha256').update(`${key}\0${block}`).digest('hex');
    text += hash.replaceAll(/.{8}/g, '$& ');
  }
  return `${text.slice(0, Math.max(bytes - 1, 0))}.`;
}
