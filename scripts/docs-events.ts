/** Writes docs/events.md. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventsPage } from './docs/events-page.ts';
import { packageRoot } from './raw/folder.ts';

await writeFile(join(packageRoot, 'docs', 'events.md'), eventsPage());
