import { openConsole } from '../cli/web/open-console.ts';
import { npmStart } from '../local/npm-start.ts';

// run `npm start` with the web page; local/npm-start.ts contains the steps
process.exit(
  await npmStart(process.argv.slice(2), ({ deployment: { connection, service }, inbox, isOpened }) =>
    openConsole({ deployment: { connection, service }, options: { service, color: false }, inbox, isOpened }),
  ),
);
