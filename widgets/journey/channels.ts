/** Place of a channel's colour: 1 to 8, or 0 for "other". */
export type ChannelColor = number;

// The looks fix what eight colours stand for; names in the data are matched by their words. A guess: a name that says
// something else by one of these words gets a colour it might not have chosen, and lane and name still tell.
const known: ReadonlyArray<readonly [color: ChannelColor, words: RegExp]> = [
  [3, /e-?mail|edm|newsletter|邮件|邮箱/],
  [4, /social|wechat|weixin|weibo|douyin|facebook|linkedin|instagram|tiktok|twitter|微信|微博|抖音|小红书|社交|社群/],
  [1, /\bads?\b|advert|sem\b|ppc|paid|campaign|banner|display|广告|投放|竞价/],
  [7, /support|service|ticket|help|客服|工单|售后/],
  [6, /sales|crm|call|phone|meeting|consult|销售|电话|拜访|咨询/],
  [8, /event|webinar|fair|trade|expo|活动|会议|展会|直播/],
  [5, /product|app|in-?product|feature|产品|应用/],
  [2, /web|site|organic|search|direct|referral|blog|网站|官网|搜索|直接/],
];

/**
 * Colours of channels, by their place in `names`. Names that say what they are get that colour; others the colours left,
 * in order; when none is left, and for rows without a channel, "other".
 */
export function channelColors(names: readonly (string | null)[]): ChannelColor[] {
  const taken = new Set<ChannelColor>();
  const colors = names.map((name) => {
    const found =
      name === null ? undefined : known.find(([color, words]) => !taken.has(color) && words.test(name.toLowerCase()));
    if (found) taken.add(found[0]);
    return found?.[0] ?? 0;
  });
  return colors.map((color, k) => {
    if (color !== 0 || names[k] === null) return color;
    for (let free = 1; free <= 8; free++) {
      if (taken.has(free)) continue;
      taken.add(free);
      return free;
    }
    return 0;
  });
}
