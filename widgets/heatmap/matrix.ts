// All that only a matrix needs, in one part: a click map is drawn without it.
export { areaOf, nearestCell, placeAt, placeBox, stepFrom, toldPlaces } from './heatmap.layout.js';
export { matrixChart, matrixLegend, placeText, placeTip, rowLabels } from './matrix-chart.js';
export { cellsMark, featureModel, rowOrder, weekModel } from './matrix-model.js';
export { rowList, rowPick } from './matrix-rows.js';
export { canChoose, matrixTable, unnamedRows } from './matrix-table.js';
export { areaNames, featureName, firstRowCount, matrixView } from './matrix-view.js';
export { featureSentence, weekSentence } from './matrix-words.js';
