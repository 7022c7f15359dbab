import type { IdentifierType } from '../../worker/protocol/index.js';

/** A header in the form synonyms are compared in: NFKC, lower case, without spaces, `_`, `-` and `.`. */
export function foldHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.]/g, '');
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Headers of identifier columns, by type (`docs/concepts/identity.md`). */
export const identifierNames: Readonly<Record<IdentifierType, ReadonlySet<string>>> = {
  actor: words('actor'),
  userId: words('userid uid memberid customerid 用户id 会员id 用户编号'),
  email: words('email emailaddress mail 邮箱 电子邮箱 邮件 电子邮件'),
  phone: words(
    'phone mobile mobilephone cellphone cell tel telephone phonenumber mobilenumber msisdn 手机 手机号 手机号码 电话 电话号码 联系电话',
  ),
  deviceId: words('deviceid anonymousid anonid cookieid distinctid clientid 设备id'),
};
