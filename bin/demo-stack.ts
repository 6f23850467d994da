import { demoStack } from '../local/demo-stack.ts';

process.exit(await demoStack(process.argv.slice(2)));
