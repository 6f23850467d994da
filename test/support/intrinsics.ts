export * from '../../scripts/templates/intrinsics.ts';
