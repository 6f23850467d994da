export * from '../../scripts/templates/state-machines.ts';
