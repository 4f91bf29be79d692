/** Thai texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'th',
  dir: 'ltr',
  label: 'กรอกอีเมลของคุณ',
  placeholder: 'user@example.com',
  button: 'ดำเนินการต่อ',
  legal: 'หากดำเนินการต่อ แสดงว่าคุณยอมรับ{terms}และ{privacy}',
  terms: 'เงื่อนไขการให้บริการ',
  privacy: 'ประกาศความเป็นส่วนตัว',
  missingEmail: 'กรอกที่อยู่อีเมลของคุณ',
  incompleteEmail: 'กรอกที่อยู่อีเมลให้ครบถ้วน เช่น user@example.com',
  malformedEmail: 'ไม่สามารถใช้ที่อยู่อีเมลนี้ได้ ตรวจสอบว่ามีข้อผิดพลาดหรือไม่',
} satisfies Locale;
