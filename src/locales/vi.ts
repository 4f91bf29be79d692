/** Vietnamese texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'vi',
  dir: 'ltr',
  label: 'Nhập email của bạn',
  placeholder: 'user@example.com',
  button: 'Tiếp tục',
  legal: 'Khi tiếp tục, bạn đồng ý với {terms} và {privacy}.',
  terms: 'Điều khoản dịch vụ',
  privacy: 'Thông báo về quyền riêng tư',
  missingEmail: 'Nhập địa chỉ email của bạn.',
  incompleteEmail: 'Nhập địa chỉ email đầy đủ, chẳng hạn như user@example.com.',
  malformedEmail: 'Không thể sử dụng địa chỉ email này. Hãy kiểm tra xem có lỗi không.',
} satisfies Locale;
