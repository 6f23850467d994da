/** A colour for the light theme, and the same colour for the dark theme. */
type Colours = readonly [light: string, dark: string];

/**
 * The colours of all classes, keyed by selector and by CSS property. Text has a contrast of at least 4.5 to 1 with its
 * background.
 */
const COLOURS: Readonly<Record<string, Readonly<Record<string, Colours>>>> = {
  '.panel': { fill: ['#ffffff', '#0d1117'], stroke: ['#d0d7de', '#3d444d'] },
  '.frame': { fill: ['#f9fafb', '#11161d'], stroke: ['#afb8c1', '#656c76'] },
  '.text': { fill: ['#1f2328', '#f0f6fc'] },
  '.caption': { fill: ['#1f2328', '#f0f6fc'], stroke: ['#f9fafb', '#11161d'] },
  '.muted': { fill: ['#59636e', '#9da7b3'] },
  '.box': { fill: ['#ffffff', '#1c232d'], stroke: ['#8c959f', '#7d8590'] },
  '.box.around': { fill: ['#ffffff', '#0d1117'] },
  '.box.success': { fill: ['#f0f9f3', '#10231a'], stroke: ['#1a7f37', '#3fb950'] },
  '.box.failure': { fill: ['#fff5f4', '#2a1517'], stroke: ['#cf222e', '#f85149'] },
  '.box.differs': { fill: ['#eaf3ff', '#12233d'], stroke: ['#0969da', '#4493f8'] },
  '.tag': { fill: ['#0969da', '#4493f8'] },
  '.on-tag': { fill: ['#ffffff', '#0d1117'] },
  '.ending': { fill: ['#136c2e', '#56d364'] },
  '.icon': { stroke: ['#59636e', '#9da7b3'] },
  '.edge': { stroke: ['#6e7781', '#8b949e'] },
  '.edge.success': { stroke: ['#1a7f37', '#3fb950'] },
  '.edge.catch': { stroke: ['#cf222e', '#f85149'] },
  '.arrow': { fill: ['#6e7781', '#8b949e'] },
  '.arrow.success': { fill: ['#1a7f37', '#3fb950'] },
  '.arrow.catch': { fill: ['#cf222e', '#f85149'] },
  '.label': { fill: ['#424a53', '#b7bfc8'], stroke: ['#ffffff', '#0d1117'] },
  '.label.success': { fill: ['#136c2e', '#56d364'] },
  '.label.catch': { fill: ['#b11d28', '#ff8a80'] },
};

const SHAPES = `text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,"DejaVu Sans",sans-serif}
.mono{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
.bold{font-weight:600}
.frame{stroke-dasharray:6 4}
.box{stroke-width:1.5}
.icon{fill:none;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
.edge{fill:none;stroke-width:1.5}
.edge.success{stroke-width:3}
.edge.catch{stroke-dasharray:5 4}
.caption,.label{stroke-width:6;paint-order:stroke;stroke-linejoin:round}`;

function rules(theme: 0 | 1): string {
  return Object.entries(COLOURS)
    .map(
      ([selector, properties]) =>
        `${selector}{${Object.entries(properties)
          .map(([property, colours]) => `${property}:${colours[theme]}`)
          .join(';')}}`,
    )
    .join('\n');
}

/**
 * The style of every picture. Each picture has its own background, so it is readable on any page. Its colours follow the
 * reader's light or dark theme.
 */
export const THEME = `${SHAPES}
${rules(0)}
@media (prefers-color-scheme:dark){
${rules(1)}
}`;
