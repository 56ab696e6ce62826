export const vi = {
  title: 'Mật khẩu và bảo mật',
  refusals: 'Những lần tôi bị từ chối',
  password: {
    title: 'Đổi mật khẩu',
    current: 'Mật khẩu đang dùng',
    new: 'Mật khẩu mới',
    text: 'Từ 12 ký tự trở lên. Các phiên đăng nhập khác của bạn sẽ kết thúc.',
    submit: 'Đổi mật khẩu',
    done: 'Đã đổi mật khẩu',
    doneDetail: 'Các phiên đăng nhập khác đã kết thúc.',
  },
  factor: {
    title: 'Xác thực hai bước',
    on: 'Đang bật',
    off: 'Chưa bật',
    onText: 'Đăng nhập cần mật khẩu và mã 6 số trong ứng dụng xác thực.',
    offText:
      'Khi bật, đăng nhập cần thêm mã 6 số trong điện thoại của bạn, nên người biết mật '
      + 'khẩu vẫn không vào được.',
    codesLeft_other: 'Còn {{count}} mã dự phòng.',
    codesFew: 'Tạo mã mới trước khi hết.',
    required:
      'Vai trò của bạn bắt buộc xác thực hai bước nên không tắt được. Khi đổi hoặc mất '
      + 'điện thoại, nhờ một quản trị khác gỡ giúp rồi bật lại.',
    switchOn: 'Bật xác thực hai bước',
    switchOff: 'Tắt xác thực hai bước',
    newCodes: 'Tạo mã dự phòng mới',
    newCodesTitle: 'Tạo mã dự phòng mới?',
    newCodesText: 'Mười mã mới thay cho các mã cũ. Mã cũ mất hiệu lực ngay.',
    offTitle: 'Tắt xác thực hai bước?',
    offConsequence: 'Từ lần sau, chỉ cần mật khẩu là đăng nhập được. Các mã dự phòng mất hiệu lực.',
    offDone: 'Đã tắt xác thực hai bước',
  },
  enrol: {
    scan: 'Quét mã bằng ứng dụng xác thực',
    scanText:
      'Mở Google Authenticator, Microsoft Authenticator hoặc ứng dụng tương tự trên điện '
      + 'thoại, thêm tài khoản mới rồi quét.',
    qr: 'Mã QR của khóa xác thực',
    byHand: 'Không quét được? Nhập khóa này vào ứng dụng:',
    open: 'Mở ứng dụng',
    type: 'Nhập mã ứng dụng đang hiện',
    confirm: 'Bật',
  },
  codes: {
    title: 'Mã dự phòng',
    ready: 'Lưu mười mã dự phòng này',
    text:
      'Khi không có điện thoại, một mã thay được mã 6 số, mỗi mã một lần. Các mã chỉ hiện '
      + 'lần này.',
    copy: 'Chép',
    copied: 'Đã chép',
    notCopied: 'Không chép được',
    download: 'Tải về',
    print: 'In',
    kept: 'Tôi đã lưu',
    fileTitle: 'Mã dự phòng Sổ Đại Lý',
    fileName: 'ma-du-phong-so-dai-ly.txt',
    of: '{{email}}, ngày {{date}}. Mỗi mã dùng một lần.',
  },
  gate: {
    title: 'Bật xác thực hai bước để tiếp tục',
    text:
      'Vai trò của bạn làm được những việc ảnh hưởng đến cả hệ thống, nên đăng nhập cần '
      + 'thêm mã trong điện thoại. Việc này mất khoảng một phút.',
    again:
      'Xác thực hai bước của bạn đã bật sau khi phiên này bắt đầu. Đăng nhập lại bằng mã '
      + 'trong ứng dụng để tiếp tục.',
  },
  sessions: {
    title: 'Nơi đang đăng nhập',
    current: 'Phiên này',
    browserOn: '{{browser}} trên {{system}}',
    unknown: 'Trình duyệt không rõ',
    used: 'dùng lần cuối {{ago}}',
    since: 'đăng nhập {{moment}}',
    end: 'Kết thúc',
    endTitle: 'Kết thúc phiên {{browser}}?',
    endText: 'Máy đó phải đăng nhập lại. Nội dung đang nhập ở đó mà chưa gửi có thể mất.',
    endDone: 'Đã kết thúc phiên {{browser}}',
    others: 'Đăng xuất mọi nơi khác',
    othersTitle: 'Đăng xuất mọi nơi khác?',
    othersText_other: '{{count}} phiên khác kết thúc ngay. Phiên này vẫn giữ.',
    othersDone: 'Đã đăng xuất mọi nơi khác',
  },
};
