import { parseCanonical } from '../../events/canonical.ts';
import { ExportManifest, exportNames } from '../ledger-export/export-manifest.ts';

/** What the manifest does not vouch for. */
export const unlisted: readonly string[] = [exportNames.checkpoint, exportNames.manifest, exportNames.readme];

/** The manifest of an export, canonical JSON and a newline, its files in order; or why it is none. */
export function parseManifest(bytes: Uint8Array): ExportManifest | string {
  if (bytes.at(-1) !== 0x0a) return 'it does not end in a newline';
  let json: unknown;
  try {
    json = parseCanonical(bytes.subarray(0, -1));
  } catch (error) {
    return error instanceof Error ? error.message : 'it is no canonical JSON';
  }
  const parsed = ExportManifest.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`;
  }
  const { files } = parsed.data;
  const unsorted = files.find(({ path }, at) => at > 0 && (files[at - 1]?.path ?? '') >= path);
  return unsorted === undefined ? parsed.data : `files: ${unsorted.path} is not in order, or named twice`;
}
