import { demoStackCreator } from '../local/demo-stack-creator.ts';

process.exit(await demoStackCreator(process.argv.slice(2)));
