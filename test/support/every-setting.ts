/** The settings for a deployment with all parts. By default, a deployment does not contain the two event examples. */
export const EVERYTHING = { ringingAlarms: 'production-', expiringObjects: '90,7' } as const;
