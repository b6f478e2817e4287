/** A command's data as whoever is asked reads them: a line for each value, inner ones behind their names. */
export const dataInWords = (data: object): readonly (readonly [string, string])[] =>
  Object.entries(data).map(([field, value]) => [field, inLines(value)]);

function inLines(value: unknown): string {
  if (Array.isArray(value)) return value.map(inOne).join('\n') || 'none';
  if (typeof value !== 'object' || value === null) return String(value);
  return (
    Object.entries(value)
      .map(([name, each]) => `${name}: ${inOne(each)}`)
      .join('\n') || 'none'
  );
}

function inOne(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(inOne).join(', ');
  return Object.entries(value)
    .map(([name, each]) => `${name} ${inOne(each)}`)
    .join(', ');
}
