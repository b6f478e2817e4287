/** One measurement in a process of its own: the one before it has warmed nothing, and its memory is not counted. */
import { benched, measure } from './measured.ts';

const [what, folder = '', vkey = '', data = ''] = process.argv.slice(2);
const known = benched.find((each) => each === what);
if (known === undefined) throw new Error(`${what} is none of ${benched.join(', ')}`);
console.log(JSON.stringify(await measure(known, { folder, vkey, data })));
