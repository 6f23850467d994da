import { start } from '../local/start.ts';

process.exit(await start(process.argv.slice(2)));
