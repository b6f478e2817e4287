/**
 * The text of a JSON object whose lists are made while it is written, so that only one item at a time is held. A later
 * member may be a function, called when what stands before it has been written.
 */
export async function* jsonInParts(parts: Readonly<Record<string, unknown>>): AsyncGenerator<string> {
  let before = '{\n';
  for (const [name, value] of Object.entries(parts)) {
    yield `${before}${JSON.stringify(name)}:`;
    before = ',\n';
    if (isList(value)) yield* listOf(value);
    else yield JSON.stringify(typeof value === 'function' ? value() : value);
  }
  yield '\n}\n';
}

async function* listOf(items: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<string> {
  let text = '[';
  let before = '\n';
  for await (const item of items) {
    text += `${before}${JSON.stringify(item)}`;
    before = ',\n';
    if (text.length < writtenTogether) continue;
    yield text;
    text = '';
  }
  yield `${text}]`;
}

const writtenTogether = 64 * 1024;

const isList = (value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> =>
  typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
