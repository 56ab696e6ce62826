/** The sentences of the invariants in Vietnamese; the database holds them in English. */
export const vietnameseSentences: Record<string, string | undefined> = {
  agency_due_days_equal_the_ledger: 'Số phải trả theo ngày đến hạn trong báo cáo bằng sổ công nợ.',
  agency_knows_its_newest_transaction: 'Đại lý biết số thứ tự mới nhất trong sổ công nợ của mình.',
  allocations_are_the_settling:
    'Các dòng phân bổ cộng đúng số đã trả của từng khoản và số đã dùng của từng khoản tiền, tiền nào đến trước dùng trước.',
  cancelled_issue_is_reversed_once:
    'Phiếu xuất đã hủy được đảo tồn kho và công nợ đúng một lần; phiếu chưa hủy không bị đảo.',
  cancelled_payment_is_reversed_once:
    'Phiếu thu đã hủy được đảo đúng một lần; phiếu thu khác không bị đảo.',
  cancelled_receipt_is_reversed_once:
    'Phiếu nhập đã hủy được đảo từng dòng đúng một lần; phiếu nhập khác không bị đảo.',
  cancelled_return_is_reversed_once:
    'Phiếu trả hàng đã hủy được đảo tồn kho và công nợ đúng một lần; phiếu trả khác không bị đảo.',
  cash_in_hand_is_what_was_not_handed_over:
    'Tiền chờ nộp là tiền trả ngay chưa nộp; phiếu xuất bị hủy kéo theo đúng số tiền đó, không kéo theo tiền đã nộp.',
  closed_months_have_no_gap: 'Các tháng đã khóa sổ nối tiếp nhau, không hở tháng nào.',
  command_made_its_document:
    'Mỗi lệnh thành công tạo chứng từ của nó, và mỗi chứng từ đến từ một lệnh.',
  confirmed_issue_moved_each_line_once:
    'Phiếu xuất đã xác nhận trừ kho mỗi mặt hàng đúng một lần, gồm cả phần tặng, đúng ngày; phiếu chưa xác nhận không trừ.',
  confirmed_issue_raised_the_debt_once:
    'Phiếu xuất đã xác nhận tăng nợ đúng một lần, đúng tổng tiền, đúng ngày; phiếu chưa xác nhận không tăng.',
  count_kept_is_minus_its_effect_once:
    'Phần hàng mà phiếu kiểm kê đã tính được giữ lại đúng một lần, đúng số của chứng từ, và hủy cùng chứng từ.',
  credit_items_equal_the_ledger:
    'Mỗi khoản tiền đúng số trong sổ công nợ; phiếu thu đã hủy không còn tiền.',
  debt_is_the_sum_of_its_transactions: 'Công nợ của đại lý bằng tổng các dòng trong sổ công nợ.',
  debt_ledger_adds_up: 'Sổ công nợ đánh số liên tục từ 1, số dư dòng sau nối số dư dòng trước.',
  debt_stayed_within_the_limit: 'Không phiếu nào để công nợ vượt hạn mức áp dụng lúc xác nhận.',
  document_is_in_the_audit_trail:
    'Mọi phiếu xuất, phiếu thu, phiếu nhập, kiểm kê, trả hàng đều có trong nhật ký từ bản đầu tiên.',
  free_goods_set_no_price:
    'Giá nhập lấy từ phiếu nhập là giá của dòng mua; hàng tặng không đặt giá.',
  import_price_is_of_the_latest_receipt:
    'Giá nhập của mặt hàng là giá của phiếu nhập gần nhất và là giá mới nhất trong lịch sử.',
  issue_total_is_the_sum_of_its_lines: 'Tổng tiền phiếu xuất bằng tổng các dòng.',
  item_knows_its_newest_movement: 'Mặt hàng biết số thứ tự mới nhất trong thẻ kho của mình.',
  items_are_settled_earliest_due_first:
    'Tiền trả ngay trả cho phiếu của nó, tiền chỉ định trả đúng khoản được chỉ định, tiền còn lại trả khoản đến hạn trước.',
  monthly_sales_equal_the_ledger:
    'Doanh số tháng của đại lý bằng số nợ do phiếu xuất phát sinh, tính đến lần cập nhật gần nhất.',
  no_money_is_free_while_something_is_open:
    'Không đại lý nào vừa còn tiền dư vừa còn khoản phải trả.',
  nothing_is_posted_into_a_closed_month: 'Không có gì được ghi vào tháng đã khóa sổ sau khi khóa.',
  numbers_have_no_gaps: 'Chứng từ đánh số liên tục theo loại và năm, bộ đếm đứng ở số cuối cùng.',
  opening_debt_moved_the_debt_once:
    'Mỗi dòng công nợ đầu kỳ ghi nợ đúng một lần, đúng số, đúng ngày; khi hoàn tác tệp thì đảo đúng một lần.',
  open_amounts_are_the_debt: 'Phần còn phải trả trừ phần tiền còn dư bằng công nợ của đại lý.',
  open_item_changes_equal_the_ledger:
    'Thay đổi của các khoản phải trả sau ngày chứng từ bằng sổ công nợ và phân bổ.',
  open_items_equal_the_ledger:
    'Mỗi khoản phải trả đúng số tiền trong sổ công nợ và đúng hạn trên phiếu.',
  paid_now_made_one_payment: 'Tiền trả ngay tạo đúng một phiếu thu, ghi ngay sau phiếu xuất.',
  payment_lowered_the_debt_once: 'Phiếu thu giảm nợ đúng một lần, đúng số tiền, đúng ngày.',
  receipt_raised_stock_once:
    'Phiếu nhập tăng kho mỗi mặt hàng đúng một lần, gồm cả phần tặng, đúng ngày.',
  receipt_total_is_the_sum_of_its_lines:
    'Phiếu nhập có số, có dòng, và tổng tiền bằng tổng các dòng.',
  return_is_at_most_what_was_issued:
    'Mỗi dòng phiếu xuất được trả lại nhiều nhất bằng số đã xuất, đúng giá trị của nó.',
  return_lowered_the_debt_once:
    'Phiếu trả hàng đã xác nhận giảm nợ đúng một lần, đúng tổng tiền, đúng ngày, cho chính phiếu xuất của nó.',
  return_moves_nothing_until_confirmed:
    'Phiếu trả hàng đang chờ hoặc bị từ chối không làm thay đổi tồn kho và công nợ.',
  return_raised_stock_once:
    'Phiếu trả hàng đã xác nhận tăng kho mỗi mặt hàng đúng một lần, gồm cả phần tặng, đúng ngày.',
  return_total_is_the_sum_of_its_lines:
    'Phiếu trả hàng có số khi đã xác nhận, có dòng, tổng tiền bằng tổng các dòng; phiếu xuất đã hủy không có phiếu trả.',
  stock_count_moved_its_differences_once:
    'Phiếu kiểm kê có số, có dòng, và điều chỉnh mỗi chênh lệch đúng một lần, đúng ngày.',
  stock_is_the_sum_of_its_movements: 'Tồn kho của mặt hàng bằng tổng các dòng trong thẻ kho.',
  stock_ledger_adds_up: 'Thẻ kho đánh số liên tục từ 1, số tồn dòng sau nối số tồn dòng trước.',
  stock_was_never_below_zero: 'Không mặt hàng nào tồn âm vào cuối ngày nào.',
};
