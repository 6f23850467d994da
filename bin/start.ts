import { npmStart } from '../local/npm-start.ts';

process.exit(await npmStart(process.argv.slice(2)));
