/** What can be clicked on the product's report page. */
export type ProductElement =
  | 'home'
  | 'reports'
  | 'automation'
  | 'settings'
  | 'search'
  | 'help'
  | 'account'
  | 'share'
  | 'export'
  | 'newReport'
  | 'period'
  | 'team'
  | 'compare'
  | 'revenue'
  | 'orders'
  | 'returns'
  | 'chart'
  | 'comment'
  | 'row1'
  | 'row2'
  | 'row3'
  | 'row4'
  | 'row5'
  | 'row6'
  | 'row7'
  | 'row8'
  | 'more'
  | 'upgrade'
  | 'helpful'
  | 'unhelpful';

/** A place on the page, CSS pixels at the width the page is drawn for. */
export interface ProductBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Address of the report page inside the imagined product. */
export const productPath = '/reports/weekly';

/** The width the page is drawn for; in a wider window everything is as much wider. Heights stay. */
export const productWidth = 1280;
/** Height of the whole page. */
export const productHeight = 1560;

const box = (left: number, top: number, width: number, height: number): ProductBox => ({ left, top, width, height });
const row = (place: number): ProductBox => box(24, 676 + 48 * place, 1232, 48);

/**
 * Where everything stands. The page itself, its picture for the click map and the sample's clicks are all made from this
 * table, so that a click on Export lies on the Export button.
 */
export const productBoxes: Readonly<Record<ProductElement, ProductBox>> = {
  home: box(176, 12, 64, 32),
  reports: box(248, 12, 76, 32),
  automation: box(332, 12, 100, 32),
  settings: box(440, 12, 80, 32),
  search: box(820, 12, 260, 32),
  help: box(1108, 12, 32, 32),
  account: box(1224, 12, 32, 32),
  share: box(900, 84, 92, 36),
  export: box(1004, 84, 112, 36),
  newReport: box(1128, 84, 128, 36),
  period: box(24, 140, 148, 32),
  team: box(184, 140, 124, 32),
  compare: box(320, 140, 124, 32),
  revenue: box(24, 196, 392, 108),
  orders: box(444, 196, 392, 108),
  returns: box(864, 196, 392, 108),
  chart: box(24, 328, 812, 320),
  comment: box(884, 588, 352, 40),
  row1: row(1),
  row2: row(2),
  row3: row(3),
  row4: row(4),
  row5: row(5),
  row6: row(6),
  row7: row(7),
  row8: row(8),
  more: box(560, 1132, 160, 36),
  upgrade: box(1064, 1258, 160, 40),
  helpful: box(24, 1420, 96, 36),
  unhelpful: box(132, 1420, 96, 36),
};
