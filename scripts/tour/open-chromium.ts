import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The paths where systems install Chromium or Chrome. The environment variable `CHROMIUM` can contain another path. */
const PLACES = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const executablePath = PLACES.find((place) => place !== '' && existsSync(place));

/** True if this computer has Chromium. */
export const hasChromium = executablePath !== undefined;

/** Starts headless Chromium. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: executablePath ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [], // Chromium's sandbox does not run as root
  });
}
