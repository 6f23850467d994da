import type { Definition } from '../../drawing/definition.ts';
import { layOut } from '../../drawing/lay-out.ts';
import { smallDrawing } from '../../drawing/small-drawing.ts';
import type { Shape } from '../../drawing/svg.ts';

const DEFINITION: Definition = {
  StartAt: 'Send',
  States: {
    Send: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sns:publish',
      Retry: [{ MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['Sns.NotFound'], Next: 'Give up' }],
      End: true,
    },
    'Give up': { Type: 'Fail', Error: 'GivenUp' },
  },
};

const every = (shapes: readonly Shape[]): Shape[] => shapes.flatMap((shape) => [shape, ...every(shape.children ?? [])]);
const texts = (shapes: readonly Shape[]) => every(shapes).flatMap(({ name, text }) => (name === 'text' ? [text] : []));

test('each state has an empty line for its progress instead of its calls, limits and errors', async () => {
  const { shapes } = await smallDrawing(DEFINITION, layOut);

  expect(texts(shapes)).toEqual(['Start', 'Task', 'Send', '', 'Succeeded', 'Fail', 'Give up', '', 'catch', 'NotFound']);
});

test('the line, the head and the label of an arrow have the same key', async () => {
  const { shapes } = await smallDrawing(DEFINITION, layOut);
  const keys = shapes.flatMap(({ attributes }) => attributes['data-edge'] ?? []);

  expect(keys.filter((key) => key === 'Send > end')).toHaveLength(2);
  expect(keys.filter((key) => key === 'Send > Give up (caught)')).toHaveLength(4);
});

test('is narrow: the boxes of the same row of a machine fit next to each other', async () => {
  expect((await smallDrawing(DEFINITION, layOut)).width).toBeLessThan(400);
});
