import { type ComponentChildren, h } from 'preact';

/** The document's descriptions: paragraphs of CommonMark with code, strong text and links, and nothing else. */
export const paragraphs = (text: string): readonly ComponentChildren[] =>
  text.split('\n\n').map((paragraph) => h('p', null, inline(paragraph)));

const marks = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

export function inline(text: string): readonly ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(marks)) {
    const [whole, code, strong, linked, href] = match;
    parts.push(text.slice(end, match.index), marked(code, strong, linked ?? '', href));
    end = match.index + whole.length;
  }
  return [...parts, text.slice(end)];
}

function marked(
  code: string | undefined,
  strong: string | undefined,
  linked: string,
  href: string | undefined,
): ComponentChildren {
  if (code !== undefined) return h('code', null, code);
  if (strong !== undefined) return h('strong', null, strong);
  // Only addresses of ours stand in the document.
  return href?.startsWith('/') === true ? h('a', { href }, inline(linked)) : h('span', null, linked);
}
