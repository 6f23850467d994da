/** The settings for a deployment with all parts. By default, a deployment does not have the two examples of events. */
export const EVERYTHING = { ringingAlarms: 'production-', expiringObjects: '90,7' } as const;
